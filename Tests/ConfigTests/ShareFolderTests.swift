import Foundation
import TestSupport
import Testing

@testable import Config

@Suite("ShareFolder")
struct ShareFolderTests {
  private func make(_ paths: [String], in folder: ScratchFolder) throws {
    for path in paths {
      try FileManager.default.createDirectory(
        atPath: folder.file(path), withIntermediateDirectories: true)
    }
  }

  @Test("A given folder is taken, whatever is there")
  func given() {
    #expect(ShareFolder.locate(given: "/x", executable: nil, workingFolder: "/").path == "/x")
  }

  @Test("An installed program finds its files in share/exstreamtv")
  func installed() throws {
    let folder = try ScratchFolder()
    try make(["bin", "share/exstreamtv/nginx"], in: folder)
    let share = ShareFolder.locate(
      executable: folder.file("bin/exstreamtv"), workingFolder: "/")
    #expect(share.path == folder.file("share/exstreamtv"))
  }

  @Test("A program that was just built finds the source tree above it")
  func built() throws {
    let folder = try ScratchFolder()
    try make([".build/x86_64/release", "nginx"], in: folder)
    try Data().write(to: URL(filePath: folder.file("Package.swift")))
    let share = ShareFolder.locate(
      executable: folder.file(".build/x86_64/release/exstreamtv"), workingFolder: "/")
    #expect(share.path == folder.path)
    #expect(share.www == folder.file("www"))
  }

  @Test("Programs are found on the search path and in sbin; folders and missing ones are not")
  func programs() {
    #expect(ProgramSearch.locate("sh", path: "/bin")?.hasSuffix("/sh") == true)
    #expect(ProgramSearch.locate("/bin", path: "") == nil)
    #expect(ProgramSearch.locate("exstreamtv-none", path: "/bin") == nil)
  }
}
