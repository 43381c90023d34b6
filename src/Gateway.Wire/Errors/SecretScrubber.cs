using System.Text.RegularExpressions;

namespace Gateway.Wire.Errors;

/// <summary>
/// Removes credentials from a backend's text before a client or a log sees it: the configured ones, and anything that looks like one, since
/// backends quote the key they refuse.
/// </summary>
internal sealed partial class SecretScrubber(IEnumerable<string> secrets)
{
    private const string Instead = "[redacted]";

    // Shorter values are not secrets, and replacing them would garble ordinary words.
    private const int MinSecretLength = 8;

    // Longer texts help nobody, and a stranger's text is bounded before it is shown.
    private const int MaxText = 1000;

    private readonly string[] _secrets = [.. secrets.Where(s => s.Length >= MinSecretLength)];

    public static SecretScrubber None { get; } = new([]);

    public string Scrub(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Instead, StringComparison.Ordinal);
        }

        text = KeyLike().Replace(text, Instead);
        // Cut last: half a secret would no longer be found.
        return text.Length > MaxText ? text[..MaxText] + "..." : text;
    }

    [GeneratedRegex(@"\b(?:sk|rk|pk)-[A-Za-z0-9_\-*]{8,}|(?<=\bBearer\s+)\S{8,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex KeyLike();
}
