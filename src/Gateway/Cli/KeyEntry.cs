using System.Text.Json;
using Gateway.Authentication;
using Gateway.Authentication.Management;

namespace Gateway.Cli;

/// <summary>Prints a new key and its entry for the configuration file; nothing is stored.</summary>
internal static class KeyEntry
{
    /// <param name="body">The key's fields, as the API takes them.</param>
    public static int Print(byte[] body)
    {
        var fields = JsonElement.Parse(body);
        // By the API's rules, so that a typo is reported now and not at the next start.
        if (KeyFields.Create(fields, Manager.CommandLine).Error is { } error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }

        var key = NewKey.Create().Text;
        KeyHash.TryOf(key, out var hash);
        var members = fields.EnumerateObject().Select(static f => $"{f.Name}: {Yaml(f.Value)}").Append($"sha256: {Yaml(hash.ToString())}");
        Console.WriteLine($"""
            The key, for the client. It is shown this once:

              {key}

            Its entry, for the configuration file under 'keys':

              - {'{'} {string.Join(", ", members)} {'}'}
            """);
        return 0;
    }

    private static string Yaml(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Yaml(value.GetString()!),
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Yaml))}]",
        JsonValueKind.Object => $"{{ {string.Join(", ", value.EnumerateObject().Select(static m => $"{m.Name}: {Yaml(m.Value)}"))} }}",
        _ => value.GetRawText(),
    };

    // Unquoted where YAML reads it as text, otherwise quoted: a hash of only digits would be a number.
    private static string Yaml(string text) =>
        text.All(c => char.IsAsciiLetter(c) || c is '-' or '_') && text.Length > 0
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
