import Control
import Dossiers
import Library
import Logging
import Packaging
import Pipeline
import Playout

// MARK: - Storage: what is on disk, and what waits because the disk refuses it

extension AirLoop {
  /// Writes the segments that the splicer has finished.
  func store() throws(ControlFailure) {
    var finished = stream.takeSegments()
    guard !finished.isEmpty else { return }
    if let shift = stream.itemShift { subtitles.align(shift: shift) }
    for index in finished.indices {
      finished[index].parts += subtitles.parts(of: finished[index].listed, plan: schedule.plan)
    }
    storage.append(Storage.Batch(segments: finished, state: stream.state))
    try flush()
  }

  /// Tries again what the disk refused, and notes when it takes everything again.
  func tryAgain() throws(ControlFailure) {
    guard let trouble = storage.trouble, storage.triedAt.duration(to: .now) >= Storage.retry else {
      return
    }
    try flush()
    if storage.isPlaylistStale { try publish() }
    guard storage.batches.isEmpty, !storage.isPlaylistStale, storage.hasProof,
      trouble.last.duration(to: .now) >= Storage.trial, holdReserve()
    else { return }
    storage.calm()
    record.storageProblem = nil
    log.notice(
      "the disk takes segments again",
      metadata: ["after": "\(trouble.since.duration(to: .now).components.seconds) s"])
  }

  /// Writes what waits, oldest first, as far as the disk takes it.
  private func flush() throws(ControlFailure) {
    storage.triedAt = .now
    while let batch = storage.batches.first {
      let refused = storage.trouble?.last
      if let refusal = keep(batch) { return try endure(refusal) }
      storage.removeFirst(refusedBefore: refused)
      for segment in batch.segments { window.append(segment.entry) }
      record.segments += Int64(batch.segments.count)
    }
  }

  /// Writes segments and the state that tells of them, or none of it.
  private func keep(_ batch: Storage.Batch) -> SegmentFolderError? {
    var refusal: SegmentFolderError?
    for segment in batch.segments where refusal == nil {
      refusal = write(isSmall: false) { () throws(SegmentFolderError) in
        try folder.write(segment)
      }
    }
    if refusal == nil {
      var after = window
      for segment in batch.segments { after.append(segment.entry) }
      refusal = keepState(batch.state, after)
    }
    guard refusal != nil else { return nil }
    for segment in batch.segments { try? remove(segment.entry) }
    return refusal
  }

  /// Writes the state of what is on disk, however much waits.
  func keepStored() -> SegmentFolderError? { keepState(stored, window) }

  private func keepState(_ stream: StreamState, _ window: SegmentWindow) -> SegmentFolderError? {
    let state = AirState(
      stream: stream, window: window, target: target, written: facilities.now())
    let refusal = write(isSmall: true) { () throws(SegmentFolderError) in
      try folder.writeState(state)
    }
    guard refusal == nil else { return refusal }
    stored = stream
    storage.stateFrom = window.firstWanted
    return nil
  }

  /// Writes the playlists; viewers keep those before while the disk refuses.
  func publish() throws(ControlFailure) {
    storage.triedAt = .now
    if let refusal = writePlaylists() { try endure(refusal) }
  }

  /// The main one comes last: what it lists is there in all others.
  private func writePlaylists() -> SegmentFolderError? {
    var refusal: SegmentFolderError?
    for listing in listings where refusal == nil {
      let playlist = MediaPlaylist(
        target: target, segments: window.listed, suffix: listing.suffix)
      refusal = write(isSmall: true) { () throws(SegmentFolderError) in
        try folder.writePlaylist(playlist, name: listing.playlist)
      }
    }
    storage.isPlaylistStale = refusal != nil
    if refusal == nil { storage.playlistFrom = window.listed.first?.sequence }
    return refusal
  }

  /// Removes the segments that nobody may ask for any more.
  func removeGone(at now: Moment) {
    let gone = window.takeGone(at: now, before: storage.firstNeeded)
    for segment in gone {
      // What stays behind is removed when the channel ends.
      _ = attempt { () throws(SegmentFolderError) in try remove(segment) }
    }
    removeHeads(of: gone)
  }

  /// Removes the heads of segments that are gone, where no other needs them.
  private func removeHeads(of gone: [ListedSegment]) {
    let kept = window.heads.union(storage.heads)
    guard !kept.isSuperset(of: gone.flatMap(\.heads.values)) else { return }
    _ = attempt { () throws(SegmentFolderError) in try folder.removeHeads(except: kept) }
  }

  private func remove(_ segment: ListedSegment) throws(SegmentFolderError) {
    try folder.remove(sequence: segment.sequence, parts: segment.parts)
  }

  /// Holds some room back, so that playlist and state can be written when there is no more.
  @discardableResult
  func holdReserve() -> Bool {
    guard !storage.hasReserve else { return true }
    storage.hasReserve =
      attempt { () throws(SegmentFolderError) in try folder.holdReserve() } == nil
    return storage.hasReserve
  }
}

// MARK: - Making room

extension AirLoop {
  /// Writes a file; where there is no room, what viewers can best do without gives way.
  ///
  /// - Parameters:
  ///   - isSmall: Whether it is one of the files that room is held back for.
  ///   - work: Writes it; may be called several times.
  /// - Returns: Why it was not written; nil when it was.
  private func write(
    isSmall: Bool, _ work: () throws(SegmentFolderError) -> Void
  ) -> SegmentFolderError? {
    var refusal = attempt(work)
    if let refusal, refusal.isPassing { note(refusal) }
    while refusal?.code == .diskFull, makeRoom(forSmall: isSmall) { refusal = attempt(work) }
    return refusal
  }

  /// First what no playlist lists any more, then the playlist's own past.
  private func makeRoom(forSmall isSmall: Bool) -> Bool {
    if let segment = window.takeOldest(before: storage.firstNeeded) {
      defer { removeHeads(of: [segment]) }
      return attempt { () throws(SegmentFolderError) in try remove(segment) } == nil
    }
    guard isSmall else {
      return window.shorten(target: target) && writePlaylists() == nil
        && keepStored() == nil
    }
    guard storage.hasReserve else { return false }
    storage.hasReserve = false
    return attempt { () throws(SegmentFolderError) in try folder.releaseReserve() } == nil
  }

  private func attempt(
    _ work: () throws(SegmentFolderError) -> Void
  ) -> SegmentFolderError? {
    do throws(SegmentFolderError) {
      try work()
      return nil
    } catch {
      return error
    }
  }

  /// Stays on air with what viewers have; a channel that nobody has seen yet does not begin.
  private func endure(_ refusal: SegmentFolderError) throws(ControlFailure) {
    guard refusal.isPassing, storage.playlistFrom != nil else { throw Self.failure(refusal) }
  }

  /// What is told of files that can't be written.
  static func failure(_ refusal: SegmentFolderError) -> ControlFailure {
    ControlFailure(
      refusal.isPassing ? .noRoom : .startFailed,
      "The channel's segments can't be written: \(refusal)")
  }

  private func note(_ refusal: SegmentFolderError) {
    let isNew = storage.note(refusal)
    let words = refusal.trouble(in: folder.path)
    record.storageProblem = words
    guard isNew else { return }
    log.warning("the disk refuses segments", metadata: ["reason": "\(refusal)"])
    report(refusal, words)
  }

  private func report(_ refusal: SegmentFolderError, _ words: String) {
    guard let desk = facilities.dossiers, let plan = schedule.plan else { return }
    let now = facilities.now()
    let item = current?.cue.item
    let position = Moment(milliseconds: stream.position.milliseconds)
    desk.file(
      Dossier(
        at: now, channel: plan.channel, title: "The channel's segments", path: folder.path,
        rung: Rung.planned.rawValue, method: "write", cause: refusal.code.rawValue, why: words,
        frames: 0, plannedFrom: now, plannedTo: position, stoppedAt: position, arguments: [],
        stderr: ["\(refusal)"],
        probe: item?.probe ?? MediaProbe(container: "", duration: .zero),
        next: ["The channel makes room where it can, and tries again at each segment."]))
  }
}
