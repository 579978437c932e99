# A Homebrew formula for Linux; `make dist` fills it in.
class Akvlint < Formula
  desc "Linter for GitLab CI pipelines that read Azure Key Vault secrets"
  homepage "https://github.com/akvlint/akvlint"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    # Swift's libraries are part of macOS, so it is built there.
    url "https://github.com/akvlint/akvlint.git", tag: "v@VERSION@"
    depends_on "pkgconf" => :build
    depends_on xcode: ["26.0", :build]
    depends_on "libyaml"
  end

  on_linux do
@TARBALLS@
  end

  def install
    if OS.mac?
      system "make", "install", "PREFIX=#{prefix}"
    else
      prefix.install "bin", "share"
    end
  end

  test do
    (testpath/".gitlab-ci.yml").write "job: {script: make}\n"
    assert_match version.to_s, shell_output("#{bin}/akvlint --version")
    system bin/"akvlint", "check", testpath
  end
end
