// ChildProcessTests
