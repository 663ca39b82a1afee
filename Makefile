# EXStreamTV
#
#   make run [MEDIA=/path]   install what is missing, build, start everything in the foreground
#   make test                lint, build and run all tests
#   make bench               measure against bare nginx and ffmpeg
#   make doctor              say what is missing and what to do
#   make install             programs, WebUI, nginx site and systemd units; DESTDIR, PREFIX
#   make clean               remove what was built
#
# Settings such as EXSTREAMTV_PORT and EXSTREAMTV_BIND come from the environment or stand
# behind `make run`.

BUILD_PACKAGES = libfcgi-dev libsqlite3-dev libcurl4-openssl-dev|libcurl4-gnutls-dev zlib1g-dev
RUN_PACKAGES   = ffmpeg nginx|nginx-full|nginx-light|nginx-extras
EVENT_PACKAGES = libnginx-mod-nchan
TEST_PACKAGES  = chromium chromium-driver procps iproute2 curl systemd
BENCH_PACKAGES = wrk procps curl

PREFIX     = /usr/local
SYSCONFDIR = /etc
BINDIR     = $(PREFIX)/bin
SHAREDIR   = $(PREFIX)/share/exstreamtv
UNITDIR    = $(PREFIX)/lib/systemd/system
# systemd of Debian 12 reads accounts and folders from /usr/lib and /etc only.
ifeq ($(PREFIX),/usr)
CONFDIR    = /usr/lib
else
CONFDIR    = $(SYSCONFDIR)
endif

PROGRAMS = exstreamtv exstreamtv-worker exstreamtv-jobs exstreamtv-transcoder
UNITS    = exstreamtv.target exstreamtv-api.socket exstreamtv-api.service \
           exstreamtv-streams.socket exstreamtv-streams.service \
           exstreamtv-jobs.service exstreamtv-transcoder.service

# Without the module for events the site must not name it.
NCHAN = $(if $(wildcard /usr/lib/nginx/modules/ngx_nchan_module.so),--nchan,--no-nchan)

# What is installed carries the Swift runtime, so that it needs no toolchain: services may not
# look into the home folder that holds one. BUILT names programs that were built already.
STATIC = .build-static
BUILT  = $(STATIC)/release

.PHONY: run test bench doctor install install-files clean packages build swift

run: packages build
	@exec .build/release/exstreamtv up

swift:
	@command -v swift >/dev/null || { \
	  echo "Swift 6.2 or newer is missing; see https://www.swift.org/install/linux/" >&2; exit 1; }

packages: swift
	@.ci/packages '$(subst $() $(),' ',$(strip $(BUILD_PACKAGES) $(RUN_PACKAGES)))'
	@.ci/packages --optional $(EVENT_PACKAGES)

build: packages
	swift build -c release

test: packages
	@.ci/packages $(TEST_PACKAGES)
	swift format lint --strict --recursive Sources Tests Package.swift
	swift build
	# One test at a time: most of them wait for real children, and two cores have two
	# threads for all of Swift's tasks.
	swift test --no-parallel

bench: packages build
	@.ci/packages $(BENCH_PACKAGES)
	@exec .build/release/exstreamtv-bench

doctor: packages build
	@exec .build/release/exstreamtv doctor

$(STATIC)/release: packages
	swift build -c release --static-swift-stdlib --scratch-path $(STATIC)

ifeq ($(BUILT),$(STATIC)/release)
.PHONY: $(STATIC)/release
install: $(STATIC)/release
endif
install: install-files
	install -d '$(DESTDIR)$(BINDIR)'
	for program in $(PROGRAMS); do \
	  install -m 755 '$(BUILT)'/$$program '$(DESTDIR)$(BINDIR)'/ || exit 1; done
	install -d '$(DESTDIR)$(SYSCONFDIR)/nginx/sites-available'
	EXSTREAMTV_DATA=/var/lib/exstreamtv EXSTREAMTV_RUN=/run/exstreamtv \
	  EXSTREAMTV_SHARE='$(CURDIR)' EXSTREAMTV_WWW='$(SHAREDIR)/www' EXSTREAMTV_SEEN_PORT=8412 \
	  '$(BUILT)'/exstreamtv nginx-site $(NCHAN) --cache /var/cache/exstreamtv \
	  > '$(DESTDIR)$(SYSCONFDIR)/nginx/sites-available/exstreamtv.conf'
	@test -n '$(DESTDIR)' || cat systemd/next-steps.txt

install-files:
	install -d '$(DESTDIR)$(SHAREDIR)/nginx' '$(DESTDIR)$(UNITDIR)/nginx.service.d' \
	  '$(DESTDIR)$(SYSCONFDIR)/exstreamtv' '$(DESTDIR)$(CONFDIR)/sysusers.d' \
	  '$(DESTDIR)$(CONFDIR)/tmpfiles.d'
	cp -R www '$(DESTDIR)$(SHAREDIR)/'
	chmod -R u=rwX,go=rX '$(DESTDIR)$(SHAREDIR)'
	install -m 644 nginx/*.conf '$(DESTDIR)$(SHAREDIR)/nginx/'
	for unit in $(UNITS); do \
	  sed 's|@BINDIR@|$(BINDIR)|' systemd/$$unit > '$(DESTDIR)$(UNITDIR)'/$$unit || exit 1; \
	  chmod 644 '$(DESTDIR)$(UNITDIR)'/$$unit; done
	install -m 644 systemd/nginx.conf '$(DESTDIR)$(UNITDIR)/nginx.service.d/exstreamtv.conf'
	install -m 644 systemd/sysusers.conf '$(DESTDIR)$(CONFDIR)/sysusers.d/exstreamtv.conf'
	install -m 644 systemd/tmpfiles.conf '$(DESTDIR)$(CONFDIR)/tmpfiles.d/exstreamtv.conf'
	test -e '$(DESTDIR)$(SYSCONFDIR)/exstreamtv/exstreamtv.env' || \
	  install -m 644 systemd/exstreamtv.env '$(DESTDIR)$(SYSCONFDIR)/exstreamtv/'

clean:
	rm -rf .build $(STATIC)
