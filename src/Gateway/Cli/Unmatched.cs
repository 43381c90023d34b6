using System.CommandLine;

namespace Gateway.Cli;

/// <summary>Refuses unknown words and options instead of starting something other than what was meant.</summary>
internal static class Unmatched
{
    // The host's own options: a section's key, or one of these; the last are OpenTelemetry's, usually set as variables.
    private static readonly string[] HostOptions = ["--environment=", "--contentRoot=", "--applicationName=", "--OTEL_"];

    /// <returns>The exit code when something is refused.</returns>
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
        (Array.Exists(HostOptions, o => token.StartsWith(o, StringComparison.Ordinal)) && token.Contains('='))
            || (token.StartsWith("--", StringComparison.Ordinal) && token.Contains(':') && token.Contains('='));
}
