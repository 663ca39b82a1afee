import Library
import Playout
import Store

/// Every graphic, by name.
struct GraphicList: Codable, Hashable {
  var graphics: [GraphicAnswer]
}

/// A graphic as the API shows it.
struct GraphicAnswer: Codable, Hashable {
  var id: GraphicID
  var name: String
  var kind: GraphicDesign.Kind
  /// The picture's name below /api/graphics/images. (Image.)
  var image: String?
  /// How many pixels the picture is wide. (Image.)
  var imageWidth: Int?
  /// How many pixels the picture is high. (Image.)
  var imageHeight: Int?
  /// Whether the picture moves. (Image.)
  var isAnimated: Bool?
  /// What it says, with names in braces. (Text.)
  var text: String?
  var place: Graphic.Place
  /// Percent of the picture's width; as wide as it is when it is left out.
  var width: Double?
  /// Percent of the picture's width.
  var marginX: Double
  /// Percent of the picture's height.
  var marginY: Double
  /// 0 to 1.
  var opacity: Double
  /// When it is seen; always when it is left out.
  var rhythm: GraphicRhythm?
  /// How long it takes to come and to go.
  var fade: Span
  /// The height of a line in percent of the picture's.
  var size: Double
  /// Six hexadecimal digits.
  var color: String
  /// Six hexadecimal digits; nothing is behind the words when it is left out.
  var background: String?
  /// Whether it is seen on fillers too.
  var onFillers: Bool
  /// So long it is seen from a programme's beginning on; on all of it when it is left out.
  var first: Span?
  /// Changes with all of the above; who sends it along with a change overwrites nobody's.
  var revision: String
  /// Where it is used.
  var usedBy: [String]

  init(_ stored: StoredGraphic) throws {
    let design = stored.design
    id = stored.id
    name = design.name
    kind = design.kind
    image = design.image?.file
    imageWidth = design.image?.width
    imageHeight = design.image?.height
    isAnimated = design.image?.isAnimated
    text = design.text
    place = design.place
    width = design.width
    marginX = design.marginX
    marginY = design.marginY
    opacity = design.opacity
    rhythm = design.rhythm
    fade = design.fade
    size = design.look.size
    color = design.look.color
    background = design.look.background
    onFillers = design.isOnFillers
    first = design.first
    revision = try Revision.of(design, named: design.name)
    usedBy = stored.users
  }
}

func listGraphics(_ call: Call) throws -> GraphicList {
  GraphicList(graphics: try call.studio.store.graphics().map(GraphicAnswer.init))
}

func showGraphic(_ call: Call) throws -> GraphicAnswer {
  try GraphicAnswer(call.graphic())
}

extension Call {
  /// The graphic in the path.
  func graphic() throws -> StoredGraphic {
    let id = try number(of: "graphic")
    guard let stored = try studio.store.graphic(GraphicID(rawValue: id)) else {
      throw Problem.notFound("There is no graphic \(id). See /api/graphics.")
    }
    return stored
  }
}
