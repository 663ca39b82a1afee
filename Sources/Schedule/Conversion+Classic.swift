import Library

extension Programming {
  /// Each slot floods from its start on.
  func slotsAsClassic() throws(ConversionRefusal) -> Programming {
    let order = slots.enumerated().sorted {
      ($0.element.clock, $0.offset) < ($1.element.clock, $1.offset)
    }.map(\.element)
    var made: [Slot] = []
    for slot in order {
      guard slot.days == nil else {
        throw ConversionRefusal(
          "'\(slot.label)' has days of its own, which classic items lack; use layers for them.")
      }
      guard slot.flex != .between, slot.ending ?? .stop == .stop, slot.padding != .next,
        slot.overlong != .run
      else { throw ConversionRefusal("'\(slot.label)' shares its rest, which 'classic' can't.") }
      var item = slot.bare
      (item.start, item.lateness) = (slot.start, slot.lateness)
      if let count = slot.count {
        (item.mode, item.count) = (count == 1 ? .one : .multiple, count == 1 ? nil : count)
      } else if let duration = slot.duration {
        (item.mode, item.duration, item.tail) = (.duration, duration, .filler)
      } else {
        item.mode = .flood
      }
      made.append(item)
    }
    return Programming(style: .classic, slots: made)
  }

  /// Items that all have their start, one after the other within a day.
  func classicAsSlots() throws(ConversionRefusal) -> Programming {
    var made: [Slot] = []
    for item in slots {
      guard let start = item.start else {
        throw ConversionRefusal("'\(item.label)' has no start, which every slot by time has.")
      }
      guard (item.discard ?? 0) == 0, item.wait != .flexible, item.tail != .off else {
        throw ConversionRefusal(
          "'\(item.label)' discards, waits flexibly or goes off air, which slots don't.")
      }
      var slot = item.bare
      (slot.start, slot.lateness) = (start, item.lateness)
      switch item.mode ?? (item.duration != nil ? .duration : .multiple) {
      case .flood: break
      case .one, .multiple: slot.count = item.count ?? 1
      case .duration: slot.duration = item.duration
      }
      made.append(slot)
    }
    let starts = made.map(\.clock)
    guard starts == starts.sorted(), Set(starts).count == starts.count else {
      throw ConversionRefusal("The starts are not in the order of the day, which slots are.")
    }
    return Programming(style: .slots, slots: made)
  }

  /// Starts become waits, floods play until the next one.
  func classicAsSequence() throws(ConversionRefusal) -> Programming {
    var made: [Slot] = []
    for (index, item) in slots.enumerated() {
      guard (item.discard ?? 0) == 0, item.wait != .flexible, (item.lateness ?? .zero) == .zero
      else {
        throw ConversionRefusal(
          "'\(item.label)' discards, or waits flexibly, which a sequence can't.")
      }
      if let start = item.start { made.append(.waiting(until: start)) }
      var slot = item.bare
      switch item.mode ?? (item.duration != nil ? .duration : .multiple) {
      case .one, .multiple: slot.count = item.count ?? 1
      case .duration:
        guard item.tail == Slot.Tail.none else {
          throw ConversionRefusal(
            "'\(item.label)' lasts its whole duration, which a sequence can't tell.")
        }
        slot.duration = item.duration
      case .flood:
        guard let until = slots[(index + 1) % slots.count].start else {
          throw ConversionRefusal("'\(item.label)' floods for ever, which a sequence can't.")
        }
        slot.until = until
      }
      made.append(slot)
    }
    return Programming(style: .sequence, slots: made)
  }

  /// Waits become starts, what plays until then floods.
  func sequenceAsClassic() throws(ConversionRefusal) -> Programming {
    var made: [Slot] = []
    for (index, slot) in slots.enumerated() {
      if slot.action == .wait {
        guard slots[(index + 1) % slots.count].action != .wait else {
          throw ConversionRefusal("Two waits follow one another, which 'classic' can't tell.")
        }
        continue
      }
      guard slot.action != .pad else {
        throw ConversionRefusal("'\(slot.label)' fills up to a full time, which 'classic' can't.")
      }
      var item = slot.bare
      let before = slots[(index + slots.count - 1) % slots.count]
      if before.action == .wait { item.start = before.until }
      if let until = slot.until {
        let next = slots[(index + 1) % slots.count]
        guard next.action == .wait, next.until == until, slot.count == nil, slot.duration == nil
        else {
          throw ConversionRefusal(
            "'\(slot.label)' plays until \(until); 'classic' needs a wait for that time behind it.")
        }
        item.mode = .flood
      } else if let duration = slot.duration {
        (item.mode, item.duration, item.tail) = (.duration, duration, Slot.Tail.none)
      } else {
        let count = slot.count ?? 1
        (item.mode, item.count) = (count == 1 ? .one : .multiple, count == 1 ? nil : count)
      }
      made.append(item)
    }
    guard !made.isEmpty else { throw ConversionRefusal("There is nothing but waits.") }
    return Programming(style: .classic, slots: made)
  }
}

extension Slot {
  fileprivate static func waiting(until time: String) -> Slot {
    var slot = Slot(action: .wait)
    slot.until = time
    return slot
  }
}
