class Cortex < Formula
  desc "{{.Description}}"
  homepage "{{.Home}}"
  version "{{.Version}}"
  license "{{.License}}"

  on_macos do
    on_arm do
      url "{{url "darwin_arm64"}}"
      sha256 "{{sha256 "darwin_arm64"}}"
    end
    on_intel do
      url "{{url "darwin_amd64"}}"
      sha256 "{{sha256 "darwin_amd64"}}"
    end
  end

  on_linux do
    on_arm do
      url "{{url "linux_arm64"}}"
      sha256 "{{sha256 "linux_arm64"}}"
    end
    on_intel do
      url "{{url "linux_amd64"}}"
      sha256 "{{sha256 "linux_amd64"}}"
    end
  end

  def install
    bin.install "cortex"
    man1.install Dir["man/man1/*.1"]
    bash_completion.install "completions/cortex.bash" => "cortex"
    zsh_completion.install "completions/_cortex"
    fish_completion.install "completions/cortex.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/cortex version")
    (testpath/"memory-bank/projectbrief.md").write "# Brief\n\nSee [notes](notes.md).\n"
    assert_match "broken-link", shell_output("#{bin}/cortex check", 1)
  end
end
