using System.CommandLine;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Wraps every command: what it does first, and what it reports when it could not finish.</summary>
internal static class CliAction
{
    public static async Task<int> RunAsync(ParseResult parsed, Func<Task<int>> action)
    {
        if (Unmatched.Refuse(parsed) is { } exit)
        {
            return exit;
        }

        try
        {
            Console.SetOut(new StreamWriter(OutputStream.Standard()) { AutoFlush = true });
            return await action();
        }
        catch (OutputFailedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"It cannot be done: {e.Message}");
            return 1;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException || IsOfJson(e))
        {
            await Console.Error.WriteLineAsync($"What answered is no gateway of this version: {e.Message}");
            return 1;
        }
    }

    // An element of another kind than requested.
    private static bool IsOfJson(Exception fault) =>
        fault is InvalidOperationException { Source: { } source } && source.StartsWith("System.Text.Json", StringComparison.Ordinal);

    /// <summary>Reports that a change was made, even if the output cannot be written.</summary>
    /// <param name="words">The text for standard output.</param>
    /// <param name="otherwise">The text for standard error if that fails.</param>
    public static int Say(string words, string otherwise)
    {
        try
        {
            Console.WriteLine(words);
            return 0;
        }
        catch (OutputFailedException e)
        {
            Console.Error.WriteLine($"{e.Message} {otherwise}");
            return 1;
        }
    }
}
