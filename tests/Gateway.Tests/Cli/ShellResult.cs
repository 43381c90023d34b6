namespace Gateway.Tests.Cli;

/// <summary>What a command came to.</summary>
/// <param name="Exit">Its exit code.</param>
/// <param name="Output">What it wrote on standard output.</param>
/// <param name="Error">What it wrote on standard error.</param>
internal sealed record ShellResult(int Exit, string Output, string Error)
{
    /// <summary>That it failed, and said why in one line and without a stack trace.</summary>
    public void FailedWith(string words)
    {
        Assert.True(Exit != 0, $"It ended with 0: {this}");
        Assert.Contains(words, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error + Output, StringComparison.Ordinal);
    }
}
