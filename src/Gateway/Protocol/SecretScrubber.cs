using System.Text.RegularExpressions;

namespace Gateway.Protocol;

/// <summary>
/// Takes credentials out of what a backend says before a client or a log sees it: the configured ones wherever they stand, and
/// whatever looks like one, since backends quote the key they refuse.
/// </summary>
internal sealed partial class SecretScrubber(IEnumerable<string> secrets)
{
    private const string Instead = "[redacted]";

    // Shorter values are no secrets, and replacing them would garble ordinary words.
    private const int MinSecretLength = 8;

    // Longer words of a backend help nobody, and a stranger's text is bounded before it is shown.
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
        // Cut last: half a secret is no longer found.
        return text.Length > MaxText ? text[..MaxText] + "..." : text;
    }

    [GeneratedRegex(@"\b(?:sk|rk|pk)-[A-Za-z0-9_\-*]{8,}|(?<=\bBearer\s+)\S{8,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex KeyLike();
}
