import Testing

@testable import Pipeline

@Suite("Picture graphs")
struct PictureGraphTests {
  private let fit = PictureStep(work: .scale, isOnCard: false, filters: ["scale=w=64:h=36"])
  private let upload = PictureStep(
    work: .upload, isOnCard: false, filters: ["format=nv12", "hwupload"])

  private func logo(_ input: [String]) -> PictureStep {
    PictureStep(
      work: .frame, isOnCard: false, filters: ["overlay=x=1"],
      layer: PictureLayer(input: input, stream: "v:0", filters: ["scale=w=8:h=8"]))
  }

  @Test("one stream in and one out is a chain")
  func chain() {
    let graph = PictureGraph(steps: [fit, upload]).written(from: "0:1", inputs: 1)
    #expect(graph.inputs.isEmpty)
    #expect(graph.outputs == [["-map", "0:1", "-vf", "scale=w=64:h=36,format=nv12,hwupload"]])
    #expect(PictureGraph(steps: []).written(from: "0:1", inputs: 1).outputs == [["-map", "0:1"]])
  }

  @Test("further pictures come in by inputs of their own, or from the file")
  func layers() {
    let steps = [fit, logo(["-i", "a"]), logo([]), logo(["-i", "b"]), upload]
    let graph = PictureGraph(steps: steps).written(from: "0:1", inputs: 2)
    #expect(graph.inputs == ["-i", "a", "-i", "b"])
    let chains = [
      "[0:1]scale=w=64:h=36[base0]", "[2:v:0]scale=w=8:h=8[layer0]",
      "[base0][layer0]overlay=x=1[base1]", "[v:0]scale=w=8:h=8[layer1]",
      "[base1][layer1]overlay=x=1[base2]", "[3:v:0]scale=w=8:h=8[layer2]",
      "[base2][layer2]overlay=x=1,format=nv12,hwupload[picture]",
    ]
    #expect(
      graph.outputs == [["-filter_complex", chains.joined(separator: ";"), "-map", "[picture]"]])
  }

  @Test("smaller pictures leave before the way to the card")
  func branches() {
    var graph = PictureGraph(steps: [fit, upload])
    graph.branches = [["scale=w=32:h=18", "format=nv12", "hwupload"], ["scale=w=16:h=8"]]
    let chains = [
      "[0:1]scale=w=64:h=36,split=3[whole][branch1][branch2]",
      "[whole]format=nv12,hwupload[picture]",
      "[branch1]scale=w=32:h=18,format=nv12,hwupload[picture1]",
      "[branch2]scale=w=16:h=8[picture2]",
    ]
    #expect(
      graph.written(from: "0:1", inputs: 1).outputs == [
        ["-filter_complex", chains.joined(separator: ";"), "-map", "[picture]"],
        ["-map", "[picture1]"], ["-map", "[picture2]"],
      ])
  }
}
