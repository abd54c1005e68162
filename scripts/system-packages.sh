#!/usr/bin/env bash
# Installs the system packages that Inkling needs, on Debian and Ubuntu, and
# only those that are missing: where all are there, apt isn't asked anything.
#
#   system-packages.sh build   to build and open the window
#   system-packages.sh test    also a virtual display, what drives it, input methods,
#                              and a processor of another kind to run tests on
set -euo pipefail

# What the build was measured to need, and nothing it wasn't: the C compiler
# and headers for the toolkit's OpenGL window under X11.
build=(gcc libc6-dev pkg-config libgl-dev libx11-dev libxcursor-dev libxrandr-dev
  libxinerama-dev libxi-dev libxxf86vm-dev ca-certificates)
# What the window needs to show itself.
run=(libgl1 libgl1-mesa-dri)
# A display without a screen, keys without a keyboard, pictures of the window.
display=(xvfb xauth xdotool imagemagick x11-utils)
# A Chinese, a Korean and a Japanese input method, whose text must arrive; pinyin, which is tested where it is there,
# brings a whole browser along.
input=(fcitx5 fcitx5-chewing fcitx5-hangul fcitx5-anthy)
# A processor of another kind, for the kernels in its assembly, and the assembler that they are compared with.
processor=()
if [ "$(uname -m)" != aarch64 ]; then
  processor=(qemu-user binutils-aarch64-linux-gnu)
fi

case "${1:-build}" in
build) wanted=("${build[@]}" "${run[@]}") ;;
test) wanted=("${build[@]}" "${run[@]}" "${display[@]}" "${input[@]}" "${processor[@]}") ;;
*)
  echo "usage: $0 [build|test]" >&2
  exit 2
  ;;
esac

# Some models come as Python packages. Any pip will do.
if ! { pip3 --version || pip --version || python3 -m pip --version; } >/dev/null 2>&1; then
  wanted+=(python3-pip)
fi

case "$(uname -s)" in
Linux) ;;
Darwin)
  if ! xcode-select -p >/dev/null 2>&1; then
    echo "Inkling needs Apple's command line tools: run  xcode-select --install  and try again." >&2
    exit 1
  fi
  exit 0
  ;;
*) exit 0 ;; # Windows: the README names what to install
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is neither Debian nor Ubuntu: if the build fails, install your system's counterparts of" >&2
  echo "  ${wanted[*]}" >&2
  exit 0
fi

# dpkg-query names a package that is not known on standard error, and leaves it
# out of its list: both mean that it is missing.
installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qx "installed $package" <<<"$installed" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These system packages are missing, and installing them needs root or sudo:" >&2
    echo "  apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing system packages: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
install=("${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}")
# The package lists of a fresh machine are empty or old: fetch them, try, and
# say what to do where that failed.
"${as_root[@]}" apt-get update -q >&2
if ! "${install[@]}" >&2; then
  echo "Installing the system packages failed; apt's messages above say why. By hand:" >&2
  echo "  apt-get update && apt-get install ${missing[*]}" >&2
  exit 1
fi
