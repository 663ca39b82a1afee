import CCurl
import Glibc

/// HTTP by libcurl, for plain threads: a call blocks until its answer is there
/// or its time is over.
///
/// Redirects are not followed: the caller decides whether the next address is
/// one that it wants to reach.
///
/// ```swift
/// let answer = try Fetch.send(Request(url: "http://localhost/internal/plan/abcdefgh",
///                                     unixSocket: "/run/exstreamtv/internal.sock"))
/// ```
public enum Fetch {
  /// Why nothing can be sent at all, in the words of the linker; nil where libcurl is there.
  public static var obstacle: String? {
    if case .failure(let missing) = Curl.loaded { missing.detail } else { nil }
  }

  /// Sends a request and waits for the answer.
  ///
  /// - Throws: A ``FetchError`` when there is no answer; a status of 404 is one.
  public static func send(_ request: Request) throws(FetchError) -> Response {
    let host = host(of: request.url)
    let curl = try library(for: host)
    guard let easy = curl.make() else {
      throw FetchError(.broken, host: host, detail: "libcurl does not start")
    }
    defer { curl.cleanUp(easy) }
    let answer = Answer(limit: request.bodyLimit)
    let list = try configure(curl, easy, request, host: host)
    defer { curl.freeList(list) }
    let code = withExtendedLifetime(answer) { () -> CURLcode in
      let context = Unmanaged.passUnretained(answer).toOpaque()
      exstv_curl_set_write(curl.set, easy, CURLOPT_WRITEFUNCTION, takeBody)
      exstv_curl_set_pointer(curl.set, easy, CURLOPT_WRITEDATA, context)
      exstv_curl_set_write(curl.set, easy, CURLOPT_HEADERFUNCTION, takeHeader)
      exstv_curl_set_pointer(curl.set, easy, CURLOPT_HEADERDATA, context)
      // libcurl does not copy the body: it must live as long as the call.
      return request.body.withUnsafeBytes { body in
        if hasBody(request) {
          exstv_curl_set_size(curl.set, easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
          exstv_curl_set_pointer(
            curl.set, easy, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
        }
        return curl.perform(easy)
      }
    }
    guard code == CURLE_OK else {
      let words = curl.words(code).map { String(cString: $0) } ?? "code \(code.rawValue)"
      throw failure(code, words, host: host, answer: answer)
    }
    var status = 0
    exstv_curl_get_long(curl.get, easy, CURLINFO_RESPONSE_CODE, &status)
    return Response(status: status, headers: answer.headers, body: answer.body)
  }

  private static func library(for host: String) throws(FetchError) -> Curl {
    do {
      return try Curl.loaded.get()
    } catch {
      throw FetchError(.broken, host: host, detail: "libcurl can't be loaded: \(error.detail)")
    }
  }

  private static func hasBody(_ request: Request) -> Bool {
    !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method)
  }

  private static func configure(
    _ curl: Curl, _ easy: UnsafeMutableRawPointer, _ request: Request, host: String
  ) throws(FetchError) -> UnsafeMutablePointer<curl_slist>? {
    let unsafe = [request.method] + request.headers.flatMap { [$0.0, $0.1] }
    guard !unsafe.contains(where: { $0.utf8.contains { $0 < 32 && $0 != 9 } }) else {
      throw FetchError(.badAddress, host: host, detail: "a header holds a control character")
    }
    exstv_curl_set_string(curl.set, easy, CURLOPT_URL, request.url)
    exstv_curl_set_string(curl.set, easy, CURLOPT_PROTOCOLS_STR, "http,https")
    exstv_curl_set_long(curl.set, easy, CURLOPT_NOSIGNAL, 1)
    exstv_curl_set_string(curl.set, easy, CURLOPT_NOPROXY, "localhost,127.0.0.1")
    exstv_curl_set_long(curl.set, easy, CURLOPT_FOLLOWLOCATION, 0)
    exstv_curl_set_long(
      curl.set, easy, CURLOPT_TIMEOUT_MS, max(1, request.timeout.wholeMilliseconds))
    exstv_curl_set_long(
      curl.set, easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, request.timeout.wholeMilliseconds))
    exstv_curl_set_string(curl.set, easy, CURLOPT_CUSTOMREQUEST, request.method)
    if request.method == "HEAD" { exstv_curl_set_long(curl.set, easy, CURLOPT_NOBODY, 1) }
    if hasBody(request) { exstv_curl_set_long(curl.set, easy, CURLOPT_POST, 1) }
    if let socket = request.unixSocket {
      exstv_curl_set_string(curl.set, easy, CURLOPT_UNIX_SOCKET_PATH, socket)
    }
    // libcurl would ask "Expect: 100-continue" and wait for bodies over a megabyte.
    var list = curl.append(nil, "Expect:")
    for (name, value) in request.headers {
      list = curl.append(list, value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    exstv_curl_set_pointer(curl.set, easy, CURLOPT_HTTPHEADER, list)
    return list
  }

  private static func failure(
    _ code: CURLcode, _ words: String, host: String, answer: Answer
  ) -> FetchError {
    if answer.isOverLimit {
      return FetchError(.tooLarge, host: host, detail: "more than \(answer.limit) bytes")
    }
    let kind: FetchError.Code =
      switch code {
      case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badAddress
      case CURLE_COULDNT_RESOLVE_HOST: .unknownHost
      case CURLE_COULDNT_CONNECT: .refused
      case CURLE_OPERATION_TIMEDOUT: .timedOut
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR: .untrusted
      default: .broken
      }
    return FetchError(kind, host: host, detail: words)
  }

  /// The host and port of an address, without user, password, path or query.
  static func host(of url: String) -> String {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    return host.isEmpty ? "an address without a host" : String(host)
  }
}

/// What libcurl hands over while a request runs.
private final class Answer {
  let limit: Int
  var isOverLimit = false
  var headers: [(String, String)] = []
  var body: [UInt8] = []

  init(limit: Int) {
    self.limit = limit
  }

  func take(header line: String) {
    // A status line begins a new answer: what came before was informational.
    if line.hasPrefix("HTTP/") {
      headers = []
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    headers.append((String(line[..<colon]), String(value)))
  }
}

private func takeBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes, let context else { return 0 }
  let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
  guard answer.body.count + count * size <= answer.limit else {
    answer.isOverLimit = true
    return 0
  }
  answer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count * size))
  return count * size
}

private func takeHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes, let context else { return 0 }
  let raw = UnsafeRawBufferPointer(start: bytes, count: count * size)
  let line = String(decoding: raw, as: UTF8.self).filter {
    $0 != "\r" && $0 != "\n" && $0 != "\r\n"
  }
  Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue().take(header: line)
  return count * size
}

extension Duration {
  fileprivate var wholeMilliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
