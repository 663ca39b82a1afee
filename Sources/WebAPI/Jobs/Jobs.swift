import Control
import Store

/// The newest jobs, newest first.
struct JobList: Codable, Hashable {
  var jobs: [Job]
}

func listJobs(_ call: Call) throws -> JobList {
  JobList(jobs: try call.studio.store.jobs(limit: Int(call.integer("limit", in: 1...500) ?? 50)))
}

func showJob(_ call: Call) throws -> Job {
  let id = JobID(rawValue: try call.number(of: "job"))
  guard let job = try call.studio.store.job(id) else {
    throw Problem.notFound("There is no job \(id.rawValue). See /api/jobs.")
  }
  return job
}

func cancelJob(_ call: Call) throws -> Job {
  let job = try call.studio.store.requestCancel(
    job: JobID(rawValue: call.number(of: "job")))
  if let json = try? JSONAnswer.bytes(of: job) { call.studio.publish(.jobs, json) }
  return job
}
