using System.CommandLine;

namespace Gateway.Cli;

/// <summary>What every command does first.</summary>
internal static class CliAction
{
    public static async Task<int> RunAsync(ParseResult parsed, Func<Task<int>> action) => Unmatched.Refuse(parsed) ?? await action();
}
