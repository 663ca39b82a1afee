import Glibc

/// Where nginx's module for server-sent events is installed.
enum NchanModule {
  /// The module's path; nil when it isn't installed.
  static func locate() -> String? {
    [
      "/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/local/lib/nginx/modules",
      "/usr/share/nginx/modules",
    ]
    .map { $0 + "/ngx_nchan_module.so" }
    .first { access($0, R_OK) == 0 }
  }
}
