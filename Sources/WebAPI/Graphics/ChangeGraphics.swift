import Control
import Library
import Playout
import Store

/// What a graphic is to be; a new one takes what is left out as usual, a changed one keeps it.
struct GraphicWish: Codable {
  var name: String?
  /// Told by what else is given when it is left out.
  var kind: GraphicDesign.Kind?
  /// The name of an uploaded picture, see /api/graphics/images. (Image.)
  var image: String?
  /// What it says, with names in braces. (Text.)
  var text: String?
  var place: Graphic.Place?
  /// Percent of the picture's width; zero for as wide as it is.
  var width: Double?
  /// Percent of the picture's width.
  var marginX: Double?
  /// Percent of the picture's height.
  var marginY: Double?
  /// 0 to 1.
  var opacity: Double?
  /// When it is seen; a period of zero for always.
  var rhythm: GraphicRhythm?
  /// How long it takes to come and to go.
  var fade: Span?
  /// The height of a line in percent of the picture's.
  var size: Double?
  /// Six hexadecimal digits.
  var color: String?
  /// Six hexadecimal digits; empty for nothing behind the words.
  var background: String?
  /// Whether it is seen on fillers too.
  var onFillers: Bool?
  /// So long it is seen from a programme's beginning on; zero for all of it.
  var first: Span?

  /// The design with what is wished.
  ///
  /// - Throws: The first value that can't be used, named by its field.
  func applied(to old: GraphicDesign, in studio: Studio) throws -> GraphicDesign {
    var new = old
    if let name { new.name = try ChannelFields.line(name, field: "name", in: 1...60) }
    if let kind { new.kind = kind }
    if let image, image != old.image?.file { new.image = try studio.uploaded(image) }
    if let text { new.text = text }
    if let place { new.place = place }
    if let width { new.width = width == 0 ? nil : width }
    if let marginX { new.marginX = marginX }
    if let marginY { new.marginY = marginY }
    if let opacity { new.opacity = opacity }
    if let rhythm { new.rhythm = rhythm.period == .zero ? nil : rhythm }
    if let fade { new.fade = fade }
    if let size { new.look.size = size }
    if let color { new.look.color = Self.digits(color) }
    if let background { new.look.background = background.isEmpty ? nil : Self.digits(background) }
    if let onFillers { new.isOnFillers = onFillers }
    if let first { new.first = first == .zero ? nil : first }
    // What it does not show is not kept.
    switch new.kind {
    case .image: new.text = nil
    case .text: new.image = nil
    }
    if let fault = new.faults().first { throw Problem.invalid(fault.field, fault.detail) }
    return new
  }

  /// A graphic that there was none of before.
  func fresh(in studio: Studio) throws -> GraphicDesign {
    guard let name else { throw Problem.invalid("name", "Give the graphic a name.") }
    guard let kind = kind ?? (text != nil ? .text : image != nil ? .image : nil) else {
      throw Problem.invalid("kind", "Say what is shown: an image, or a text.")
    }
    return try applied(to: GraphicDesign(name: name, kind: kind), in: studio)
  }

  /// A colour without its sign.
  private static func digits(_ color: String) -> String {
    (color.hasPrefix("#") ? String(color.dropFirst()) : color).lowercased()
  }
}

func createGraphic(_ call: Call, _ wish: GraphicWish) throws -> GraphicAnswer {
  let stored = try call.studio.store.insert(wish.fresh(in: call.studio))
  call.publish(.channels, "graphics")
  return try GraphicAnswer(stored)
}

func updateGraphic(_ call: Call, _ wish: GraphicWish) throws -> GraphicAnswer {
  let old = try call.graphic()
  try call.refuseChange(
    of: try Revision.of(old.design, named: old.design.name), "The graphic '\(old.design.name)' was")
  var new = old
  new.design = try wish.applied(to: old.design, in: call.studio)
  guard new != old else { return try GraphicAnswer(old) }
  try call.studio.store.update(new)
  call.studio.letGo(old.design.image, unless: new.design.image)
  try call.graphicsChanged(of: call.studio.store.channels(using: new.id))
  return try GraphicAnswer(new)
}

func deleteGraphic(_ call: Call) throws {
  let graphic = try call.graphic()
  try call.studio.store.deleteGraphic(graphic.id)
  call.studio.letGo(graphic.design.image, unless: nil)
  call.publish(.channels, "graphics")
}

extension Call {
  /// Has channels that are on air, and those that show them, go over to other graphics.
  fileprivate func graphicsChanged(of channels: [ChannelID]) throws {
    let mirrors = try channels.flatMap { try studio.store.mirrors(of: $0) }
    for channel in Set(channels + mirrors) { refreshQuietly(channel) }
    publish(.channels, "graphics")
  }
}

extension ChannelFields {
  /// A channel's own graphics; nil for none.
  static func graphics(_ wish: [GraphicID], in store: Store) throws -> [GraphicID]? {
    guard wish.count <= GraphicDesign.mostAtOnce, Set(wish).count == wish.count else {
      throw Problem.invalid(
        "graphics",
        "A channel may have at most \(GraphicDesign.mostAtOnce) graphics, each of them once.")
    }
    let known = try store.graphicNames()
    for graphic in wish where known[graphic] == nil {
      throw Problem.invalid(
        "graphics", "There is no graphic \(graphic.rawValue); choose one of /api/graphics.")
    }
    return wish.isEmpty ? nil : wish
  }
}
