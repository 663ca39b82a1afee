// ScheduleTests
