import Control
import FastCGI
import Foundation
import Library
import Playout
import Schedule
import ScheduleText
import Store

/// Rules that are to be written as YAML.
struct RulesToWrite: Codable {
  var rules: RuleSet
}

/// Rules as YAML.
struct RulesWritten: Codable, Hashable {
  var text: String
}

/// A YAML text that is to be read.
struct RulesToRead: Codable {
  var text: String
}

/// What a text means, and what is wrong with it.
struct RulesRead: Codable, Hashable {
  /// Missing where the text can't be read at all.
  var rules: RuleSet?
  /// Empty where the rules can be followed.
  var problems: [LineProblem]
}

/// What is wrong with a text, and where.
struct LineProblem: Codable, Hashable {
  /// From 1; missing where no line is to blame.
  var line: Int?
  var column: Int?
  /// The way to the field, such as `base.script.steps.3.count`.
  var field: String?
  var detail: String

  init(_ fault: TextFault) {
    (line, column, field, detail) = (fault.line, fault.column, fault.field, fault.detail)
  }
}

func writeRules(_ call: Call, _ wish: RulesToWrite) throws -> RulesWritten {
  RulesWritten(text: try RuleText.write(wish.rules, names: ContentNames(of: call.studio.store)))
}

func readRules(_ call: Call, _ wish: RulesToRead) throws -> RulesRead {
  let read = RuleText.read(
    wish.text, names: try ContentNames(of: call.studio.store), around: call.studio.now())
  return RulesRead(rules: read.value, problems: read.faults.map(LineProblem.init))
}

func exportChannel(_ call: Call) throws -> Response {
  let channel = try call.programmedChannel()
  let text = try ChannelExport.text(channel, names: ContentNames(of: call.studio.store))
  return Response(
    headers: [
      "Content-Type": "application/yaml; charset=utf-8", "Cache-Control": "no-store",
      "Content-Disposition": "attachment; filename=\"channel-\(channel.channel.number).yaml\"",
    ], body: .bytes(Array(text.utf8)))
}

/// A channel as YAML that is to be had here.
struct ImportWish: Codable {
  /// A channel as it was exported, or its rules alone.
  var text: String
  /// The channel that gets the rules and nothing else of the text.
  ///
  /// When it is left out, the channel of the text's number becomes what the text says, or is made.
  var channel: ChannelID?
  /// Whether it is only told what would happen; false when it is left out.
  var dryRun: Bool?
}

/// What an import did, or would do.
struct ImportAnswer: Codable, Hashable {
  /// Whether it was done.
  var isDone: Bool
  /// Whether the channel is a new one.
  var isNew: Bool
  /// Missing while a new channel is not made.
  var channel: ChannelID?
  var number: ChannelNumber?
  var name: String?
  /// What is different, a sentence each.
  var changes: [String]
  /// Nothing is done while there is one.
  var problems: [LineProblem]
}

func importChannel(_ call: Call, _ wish: ImportWish) throws -> ImportAnswer {
  let store = call.studio.store
  let found = try ChannelImport(wish.text, into: wish.channel, store: store)
  let isDry = wish.dryRun ?? false
  if !isDry {
    if let fault = found.faults.first {
      throw Problem(422, "\(fault)", field: fault.field)
    }
    try found.carryOut(in: store)
    if let id = found.channel?.channel.id {
      try call.programmingChanged(id)
      call.refreshQuietly(id)
      call.publish(.channels, found.old == nil ? "created" : "updated")
    }
  }
  return ImportAnswer(found, isDone: !isDry)
}

extension ImportAnswer {
  fileprivate init(_ found: ChannelImport, isDone: Bool) {
    let channel = found.channel?.channel
    self.init(
      isDone: isDone, isNew: found.old == nil,
      channel: isDone ? channel?.id : found.old?.channel.id, number: channel?.number,
      name: channel?.name, changes: found.changes, problems: found.faults.map(LineProblem.init))
  }
}

func serveRuleSchema(_ call: Call) throws -> Response {
  JSONAnswer.response(try RuleSchema.document())
}
