import Testing

@testable import Config

@Suite("BindAddress")
struct BindAddressTests {
  @Test(
    "Addresses are read as people write them",
    arguments: [
      ("127.0.0.1", BindAddress.ipv4("127.0.0.1")), ("localhost", .ipv4("127.0.0.1")),
      ("*", .ipv4("0.0.0.0")), ("::1", .ipv6("::1")), ("[::]", .ipv6("::")),
      ("fe80::1", .ipv6("fe80::1")),
    ])
  func read(text: String, address: BindAddress) {
    #expect(BindAddress(text) == address)
  }

  @Test(
    "Anything else is refused",
    arguments: ["", "tv.lan", "300.1.1.1", "127.1", "[127.0.0.1]", "::g", "127.0.0.1:80", "1; x"])
  func refuse(text: String) {
    #expect(BindAddress(text) == nil)
  }

  @Test("Only IPv6 stands in brackets, and both kinds know every interface")
  func host() {
    #expect(BindAddress.ipv6("::1").host == "[::1]")
    #expect(BindAddress.ipv4("10.0.0.1").host == "10.0.0.1")
    #expect(BindAddress.ipv6("::").isEveryInterface && !BindAddress.ipv6("::1").isEveryInterface)
    #expect(BindAddress.ipv4("127.9.9.9").isLoopback && !BindAddress.ipv4("0.0.0.0").isLoopback)
  }
}
