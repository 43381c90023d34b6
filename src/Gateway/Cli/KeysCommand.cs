using System.CommandLine;
using Gateway.Authentication;

namespace Gateway.Cli;

/// <summary><c>gateway keys new NAME</c>.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            Description = "What the log shall call the key.",
            DefaultValueFactory = _ => "new-key",
        };
        var owner = new Option<string?>("--owner") { Description = "Whose key it is." };
        var team = new Option<string?>("--team") { Description = "The group its owner belongs to." };
        var create = new Command("new", "Makes a key. It is shown once and stored nowhere.") { name, owner, team };
        create.SetAction(parsed => Unmatched.Refuse(parsed) ?? Print(parsed.GetRequiredValue(name), parsed.GetValue(owner), parsed.GetValue(team)));
        return new Command("keys", "Works with API keys.") { create };
    }

    private static int Print(string name, string? owner, string? team)
    {
        var key = NewKey.Create().Text;
        KeyHash.TryOf(key, out var hash);
        var members = new[] { ("name", name), ("owner", owner), ("team", team), ("sha256", hash.ToString()) }
            .Where(m => m.Item2 is not null)
            .Select(m => $"{m.Item1}: {Quote(m.Item2!)}");
        Console.WriteLine($"""
            The key, for the client. It is shown this once:

              {key}

            Its entry, for the configuration file under 'keys':

              - {'{'} {string.Join(", ", members)} {'}'}
            """);
        return 0;
    }

    // Plain where YAML reads plain text as text, in quotes otherwise: a hash of digits only would be a number.
    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetter(c) || c is '-' or '_') && text.Length > 0 ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
