/// ffmpeg's filters between the pictures of a run and what encodes them.
///
/// One chain where one stream comes in and one goes out; a graph where further pictures are laid
/// over those of the run, or where several sizes are encoded.
struct PictureGraph: Hashable {
  /// What is done to the pictures, in order.
  var steps: [PictureStep]
  /// The chains of the further pictures that go out, each out of the pictures as they are before
  /// they go to a card: the smaller ones of a ladder.
  var branches: [[String]] = []

  /// A graph in ffmpeg's words.
  struct Written: Hashable {
    /// The arguments that open the further pictures.
    var inputs: [String]
    /// For each picture that goes out, what comes before its encoder's arguments.
    var outputs: [[String]]
  }

  /// Writes the graph down.
  ///
  /// - Parameters:
  ///   - source: The stream that comes in, as ffmpeg names it, such as `0:1`.
  ///   - count: How many inputs there are already.
  /// - Returns: The further inputs, and the outputs: first the whole picture, then the branches.
  func written(from source: String, inputs count: Int) -> Written {
    guard branches.isEmpty, steps.allSatisfy({ $0.layer == nil }) else {
      return writtenAsGraph(from: source, inputs: count)
    }
    let chain = steps.flatMap(\.filters)
    let filters = chain.isEmpty ? [] : ["-vf", chain.joined(separator: ",")]
    return Written(inputs: [], outputs: [["-map", source] + filters])
  }

  private func writtenAsGraph(from source: String, inputs count: Int) -> Written {
    var writer = GraphWriter(head: "[\(source)]", inputCount: count)
    // Branches leave before the way to the card, which each of them goes by itself.
    let isUploaded = !branches.isEmpty && steps.last?.work == .upload
    for step in isUploaded ? steps.dropLast() : steps[...] { writer.take(step) }
    if !branches.isEmpty {
      writer.split(into: branches.count + 1)
      if isUploaded, let upload = steps.last { writer.take(upload) }
    }
    writer.end(as: "[picture]")
    for (index, branch) in branches.enumerated() {
      writer.head = "[branch\(index + 1)]"
      writer.chain = branch
      writer.end(as: "[picture\(index + 1)]")
    }
    var outputs = branches.indices.map { ["-map", "[picture\($0 + 1)]"] }
    outputs.insert(
      ["-filter_complex", writer.chains.joined(separator: ";"), "-map", "[picture]"], at: 0)
    return Written(inputs: writer.inputs, outputs: outputs)
  }
}

/// Writes a graph chain by chain.
private struct GraphWriter {
  /// The label that the chain under way begins with.
  var head: String
  /// How many inputs there are.
  var inputCount: Int
  /// The filters of the chain under way.
  var chain: [String] = []
  var chains: [String] = []
  var inputs: [String] = []
  private var joints = 0

  init(head: String, inputCount: Int) {
    self.head = head
    self.inputCount = inputCount
  }

  mutating func take(_ step: PictureStep) {
    guard let layer = step.layer else {
      chain += step.filters
      return
    }
    if !chain.isEmpty { end(as: "[base\(joints)]") }
    var stream = layer.stream
    if !layer.input.isEmpty {
      inputs += layer.input
      stream = "\(inputCount):\(layer.stream)"
      inputCount += 1
    }
    chains.append("[\(stream)]" + layer.filters.joined(separator: ",") + "[layer\(joints)]")
    head += "[layer\(joints)]"
    joints += 1
    chain = step.filters
  }

  mutating func split(into count: Int) {
    chain.append("split=\(count)")
    let branches = (1..<count).map { "[branch\($0)]" }.joined()
    end(as: "[whole]" + branches)
    head = "[whole]"
  }

  mutating func end(as label: String) {
    chains.append(head + (chain.isEmpty ? ["null"] : chain).joined(separator: ",") + label)
    (head, chain) = (label, [])
  }
}
