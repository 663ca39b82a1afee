import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "a failure appears by itself, tells all that is known, and can be removed",
    .timeLimit(.minutes(2)))
  func failures() throws {
    try Self.station(["red"], seconds: 60) { station, browser in
      try browser.open(station.base + "/#/monitor")
      try browser.see("failures-count") { $0.contains("Nothing failed") }
      try browser.run("window.same = true")
      // The only file goes away between scan and air.
      let folder = try station.json("/api/folders")["folders"][0]["path"].string ?? ""
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
      let stream = try StreamViewer(station)
      try browser.see("failure", within: .seconds(20), "to be told") { _ in true }
      try browser.see("failures-count") { $0.contains("1 failure") }
      try browser.click("failure-open")
      try browser.see("dossier-why") { $0 == "The file is not there any more." }
      try browser.see("dossier-command") { $0.contains("ffmpeg") && $0.contains("-nostdin") }
      try browser.see("dossier-stderr") { $0.contains("No such file or directory") }
      try browser.see("dossier-next") { $0.contains("another try") }
      #expect(try browser.run("return window.same").flag == true, "without a new document")
      try browser.run("document.querySelector('dialog').close()")
      try browser.click("failures-remove-all")
      try browser.click("confirm-accept")
      try browser.see("failures-count") { $0.contains("Nothing failed") }
      #expect(try station.json("/api/failures")["total"].number == 0)
      stream.leave()
      #expect(try browser.complaints() == [])
    }
  }
}
