using System.CommandLine;

namespace Gateway.Cli;

/// <summary>Refuses words and options that no command knows, instead of starting something else than was meant.</summary>
internal static class Unmatched
{
    // What the host itself reads: a section's key, or one of these; the last are OpenTelemetry's, which are variables as a rule.
    private static readonly string[] HostOptions = ["--environment=", "--contentRoot=", "--applicationName=", "--OTEL_"];

    /// <returns>The exit code, when there is something to refuse.</returns>
    public static int? Refuse(ParseResult parsed, bool takesHostOptions = false)
    {
        var unknown = parsed.UnmatchedTokens.FirstOrDefault(t => !takesHostOptions || !IsHostOption(t));
        if (unknown is null)
        {
            return null;
        }

        Console.Error.WriteLine($"'{unknown}' is no command or option here. '--help' lists them.");
        return 2;
    }

    private static bool IsHostOption(string token) =>
        (Array.Exists(HostOptions, o => token.StartsWith(o, StringComparison.Ordinal)) && token.Contains('=')) || (token.StartsWith("--", StringComparison.Ordinal) && token.Contains(':') && token.Contains('='));
}
