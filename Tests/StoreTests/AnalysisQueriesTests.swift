import Library
import Playout
import Schedule
import Store
import Testing

@Suite("What was found in files, in the store")
struct AnalysisQueriesTests {
  private let test: TestStore
  private let folder: LibraryFolder
  private var store: Store { test.store }

  private let found = MediaAnalysis(
    dips: [Dip(at: .minutes(20), length: .milliseconds(800))],
    loudness: [
      Loudness(stream: 1, integrated: -18.4, range: 7.2, truePeak: -0.6),
      Loudness(stream: 3, integrated: -25, range: 2, truePeak: -8),
    ])

  init() throws {
    test = try TestStore()
    folder = try test.films(["A", "B", "C"])
  }

  private func unseen(_ scope: AnalysisScope = .unseen) throws -> [String] {
    var names: [String] = []
    var last: MediaID?
    while let next = try store.nextToAnalyze(scope, after: last) {
      names.append(String(next.path.dropFirst("/media/".count).dropLast(".mkv".count)))
      last = next.id
    }
    #expect(try store.countToAnalyze(scope) == names.count)
    return names
  }

  private func media(_ name: String) throws -> UnseenMedia {
    let record = try #require(try store.media(query: MediaQuery(text: name)).items.first)
    return try #require(try store.nextToAnalyze(.media(record.id)))
  }

  @Test("is kept with the file that it was made of, and asked for once")
  func keeps() throws {
    #expect(try unseen() == ["A", "B", "C"])
    let file = try media("B.mkv")
    #expect(try store.keep(found, of: file.id, stamp: file.stamp))
    #expect(try unseen() == ["A", "C"])
    let record = try #require(try store.analyses(of: [file.id])[file.id])
    #expect(record == AnalysisRecord(analyzedAt: today, analysis: found))
    #expect(try unseen(.media(file.id)) == ["B"], "by hand always")
  }

  @Test("counts as nothing when the file changed, before or after")
  func changes() throws {
    let file = try media("B.mkv")
    try store.keep(found, of: file.id, stamp: file.stamp)
    var batch = ScanBatch()
    var changed = film("B")
    changed.stamp.size += 1
    batch.found = [changed]
    try store.upsertScan(batch, in: folder.id)
    #expect(try unseen() == ["A", "B", "C"])
    #expect(try store.analyses(of: [file.id]).isEmpty)
    #expect(try !store.keep(found, of: file.id, stamp: file.stamp), "it was made of the old file")
    #expect(try store.scheduleItems(of: .library, withDips: true).allSatisfy { $0.dips.isEmpty })
  }

  @Test("tells a failure, which is only tried again by hand")
  func failures() throws {
    let file = try media("A.mkv")
    try store.keep(MediaAnalysis(), failure: "It is damaged.", of: file.id, stamp: file.stamp)
    #expect(try unseen() == ["B", "C"])
    #expect(try unseen(.folder(folder.id)) == ["A", "B", "C"])
    #expect(try store.analyses(of: [file.id])[file.id]?.failure == "It is damaged.")
  }

  @Test("is not asked of what can't be played or is gone")
  func unplayable() throws {
    var batch = ScanBatch()
    batch.failed = [
      FailedMedia(
        path: "/media/D.mkv", stamp: MediaStamp(size: 1, modified: today), reason: "Broken.")
    ]
    try store.upsertScan(batch, in: folder.id)
    try store.markMissing(in: folder.id, except: ["/media/A.mkv", "/media/D.mkv"])
    #expect(try unseen() == ["A"])
  }

  @Test("reaches schedules where breaks need it, and plans")
  func reaches() throws {
    let file = try media("A.mkv")
    try store.keep(found, of: file.id, stamp: file.stamp)
    let plain = try store.scheduleItems(of: .library)
    #expect(plain.allSatisfy { $0.dips.isEmpty })
    let dark = try store.scheduleItems(of: .library, withDips: true)
    #expect(dark.filter { !$0.dips.isEmpty }.map(\.title) == ["A"])
    #expect(dark.first { $0.title == "A" }?.dips == found.dips)

    let channel = try test.channel("1").channel.id
    try store.replaceTimeline(
      of: channel, from: today,
      with: dark.sorted { $0.title < $1.title }.enumerated().map { index, item in
        ScheduledItem(
          start: today + .hours(Int64(index)), end: today + .hours(Int64(index + 1)),
          media: item.id, cycle: 0)
      })
    let plan = try #require(try store.plan(for: channel, from: today, hours: 6))
    #expect(plan.items.map(\.loudness) == [found.loudness, nil, nil])
  }

  @Test("has jobs whose subjects say what they are for")
  func subjects() throws {
    for scope in [AnalysisScope.unseen, .folder(folder.id), .media(MediaID(rawValue: 7))] {
      #expect(AnalysisScope(scope.description) == scope)
    }
    #expect(AnalysisScope("film:3") == nil && AnalysisScope("media:x") == nil)
    try store.enqueueAnalysis(.unseen)
    #expect(try !store.isAnalysisAskedFor())
    try store.enqueueAnalysis(.folder(folder.id))
    #expect(try store.isAnalysisAskedFor())
    #expect(try store.claimJob(leaving: .analysis) == nil)
    #expect(try store.claimJob()?.subject == nil)
    #expect(try !store.isScanning())
    try store.enqueue(kind: .scan, subject: "1")
    #expect(try store.isScanning())
  }
}
