public import Library

/// A place of a rule set that names a graphic.
public struct GraphicUse: Hashable, Sendable {
  /// The graphic.
  public var graphic: GraphicID
  /// The field with the way to it, such as `decos.0.look.graphics.1`.
  public var field: String
  /// The place as people call it, such as `deco 'Evening'`.
  public var place: String
}

extension RuleSet {
  /// Every place that names a graphic.
  public var graphicUses: [GraphicUse] {
    var uses: [GraphicUse] = []
    for (index, deco) in (decos ?? []).enumerated() {
      for (place, graphic) in (deco.look?.graphics ?? []).enumerated() {
        uses.append(
          GraphicUse(
            graphic: graphic, field: "decos.\(index).look.graphics.\(place)",
            place: "deco '\(deco.name)'"))
      }
    }
    uses += base.script?.graphicUses("base.script", "script") ?? []
    for (index, layer) in (layers ?? []).enumerated() {
      uses +=
        layer.programming.script?.graphicUses(
          "layers.\(index).programming.script", "script of layer '\(layer.name)'") ?? []
    }
    for (index, build) in (builds ?? []).enumerated() {
      uses += build.script.graphicUses("builds.\(index).script", "build '\(build.name)'")
    }
    return uses
  }
}

extension Script {
  /// Every step that names a graphic.
  ///
  /// - Parameters:
  ///   - way: The way to the script; empty where it is all there is.
  ///   - place: What people call it.
  /// - Returns: The steps' places, in order.
  public func graphicUses(_ way: String, _ place: String) -> [GraphicUse] {
    let start = way.isEmpty ? "" : way + "."
    let lists =
      [("\(start)steps", steps)]
      + (sequences ?? []).enumerated().map { ("\(start)sequences.\($0).steps", $1.steps) }
    return lists.flatMap { list, steps in
      steps.enumerated().flatMap { index, step in
        [("watermark", step.watermark), ("graphics", step.graphics)].compactMap { field, value in
          guard case .graphic(let graphic) = value else { return nil }
          return GraphicUse(graphic: graphic, field: "\(list).\(index).\(field)", place: place)
        }
      }
    }
  }
}
