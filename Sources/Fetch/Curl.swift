import CCurl
import Glibc

/// libcurl, loaded when a first request is sent and kept for the process's life.
///
/// It brings thirty libraries, whose relocations cost each process 1.6 MB; most of ours never
/// send anything while nobody watches.
struct Curl: @unchecked Sendable {
  // The pointers name code, which nobody writes to.

  /// The library, or why it can't be had.
  static let loaded: Result<Curl, LibraryMissing> = load()

  /// Why libcurl can't be had, in the words of the linker.
  struct LibraryMissing: Error {
    var detail: String
  }

  /// A request, to be cleaned up.
  let make: @convention(c) () -> UnsafeMutableRawPointer?
  /// Frees a request.
  let cleanUp: @convention(c) (UnsafeMutableRawPointer?) -> Void
  /// Sends a request and waits for its end.
  let perform: @convention(c) (UnsafeMutableRawPointer?) -> CURLcode
  /// A list with one more line.
  let append:
    @convention(c) (UnsafeMutablePointer<curl_slist>?, UnsafePointer<CChar>?) ->
      UnsafeMutablePointer<curl_slist>?
  /// Frees a list.
  let freeList: @convention(c) (UnsafeMutablePointer<curl_slist>?) -> Void
  /// What a code means, in English.
  let words: @convention(c) (CURLcode) -> UnsafePointer<CChar>?
  /// The variadic functions, for the wrappers of the shim.
  let set: UnsafeMutableRawPointer
  let get: UnsafeMutableRawPointer

  /// The names under which Debian and others ship it, with either library for TLS.
  private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]

  private static func load() -> Result<Curl, LibraryMissing> {
    var words = ""
    for name in names {
      guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
        if words.isEmpty { words = dlerror().map { String(cString: $0) } ?? name }
        continue
      }
      guard let curl = Curl(library), curl.begin(library) else {
        return .failure(LibraryMissing(detail: "\(name) does not start"))
      }
      return .success(curl)
    }
    return .failure(LibraryMissing(detail: words))
  }

  private init?(_ library: UnsafeMutableRawPointer) {
    guard let make = dlsym(library, "curl_easy_init"),
      let cleanUp = dlsym(library, "curl_easy_cleanup"),
      let perform = dlsym(library, "curl_easy_perform"),
      let append = dlsym(library, "curl_slist_append"),
      let freeList = dlsym(library, "curl_slist_free_all"),
      let words = dlsym(library, "curl_easy_strerror"),
      let set = dlsym(library, "curl_easy_setopt"), let get = dlsym(library, "curl_easy_getinfo")
    else { return nil }
    self.make = unsafeBitCast(make, to: type(of: self.make))
    self.cleanUp = unsafeBitCast(cleanUp, to: type(of: self.cleanUp))
    self.perform = unsafeBitCast(perform, to: type(of: self.perform))
    self.append = unsafeBitCast(append, to: type(of: self.append))
    self.freeList = unsafeBitCast(freeList, to: type(of: self.freeList))
    self.words = unsafeBitCast(words, to: type(of: self.words))
    (self.set, self.get) = (set, get)
  }

  private func begin(_ library: UnsafeMutableRawPointer) -> Bool {
    signal(SIGPIPE, SIG_IGN)
    guard let global = dlsym(library, "curl_global_init") else { return false }
    let start = unsafeBitCast(global, to: (@convention(c) (Int) -> CURLcode).self)
    return start(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
  }
}
