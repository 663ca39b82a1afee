import Library

extension Programming {
  /// Each slot of a sequence is a step, over and over as before.
  func sequenceAsScript() throws(ConversionRefusal) -> Programming {
    var contents: [ScriptContent] = []
    var steps: [ScriptStep] = []
    for (index, slot) in slots.enumerated() {
      try slot.checkStep()
      guard slot.until == nil || slot.action == .wait else {
        throw ConversionRefusal("'\(slot.label)' goes on until a time of day, which no step does.")
      }
      var step = ScriptStep()
      (step.name, step.title, step.hidden) = (slot.name, slot.title, slot.hidden)
      switch slot.action ?? .play {
      case .play:
        let name = "content \(index + 1)"
        contents.append(slot.scriptContent(name))
        (step.content, step.duration) = (name, slot.duration)
        if slot.duration == nil { step.count = slot.count ?? 1 }
      case .wait: (step.waitUntil, step.tomorrow) = (slot.until, true)
      case .pad: step.padToNext = slot.pad
      case .off, .fill, .redirect:
        throw ConversionRefusal("'\(slot.label)' plays nothing of its own, which no step does.")
      }
      if step.waitUntil != nil || step.padToNext != nil { (step.title, step.hidden) = (nil, nil) }
      steps.append(step)
    }
    return Programming(style: .script, script: Script(contents: contents, steps: steps))
  }

  /// The one content of a script that plays all of it, over and over.
  func scriptAsSlot() throws(ConversionRefusal) -> Slot {
    guard let script, script.sequences ?? [] == [], script.steps.count == 1,
      let step = script.steps.first, let name = step.all,
      let content = script.contents.first(where: { $0.name == name })
    else {
      throw ConversionRefusal("Other styles have no place for the steps of a script.")
    }
    var slot = Slot(name: step.name, content: content.content, order: content.order)
    (slot.seasons, slot.cursor, slot.batch) = (content.seasons, content.cursor, content.batch)
    (slot.title, slot.hidden) = (step.title, step.hidden)
    return slot
  }
}

extension Slot {
  /// A script that plays it for ever.
  func asScript() throws(ConversionRefusal) -> Programming {
    try checkStep()
    var step = ScriptStep.all("content")
    (step.name, step.title, step.hidden) = (name, title, hidden)
    return Programming(
      style: .script, script: Script(contents: [scriptContent("content")], steps: [step]))
  }

  fileprivate func scriptContent(_ name: String) -> ScriptContent {
    ScriptContent(
      name: name, content: content ?? RuleContent(kind: .library), order: order, seasons: seasons,
      cursor: cursor, batch: batch)
  }

  /// What steps have no place for.
  fileprivate func checkStep() throws(ConversionRefusal) {
    guard fillers == nil, padding ?? .filler == .filler, pad == nil || action == .pad else {
      throw ConversionRefusal(
        "'\(label)' has fillers or a grid of its own, which steps of a script lack.")
    }
  }
}
