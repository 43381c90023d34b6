using System.Text.RegularExpressions;
using Gateway.Configuration;

namespace Gateway.Backends;

/// <summary>What an operator's address of a backend means.</summary>
/// <param name="Root">The server's own address, under which it has what is no part of OpenAI's API. Without a slash at its end.</param>
/// <param name="Api">Where OpenAI's API is: in place of <c>https://api.openai.com/v1</c>. Without a slash at its end.</param>
internal sealed partial record BackendAddress(string Root, string Api)
{
    private const string Version = "/v1";

    /// <param name="url">As written: with or without the version, both mean the same.</param>
    /// <param name="kind">The kind of API.</param>
    public static BackendAddress Of(string url, ProviderKind kind)
    {
        var written = url.TrimEnd('/');
        if (VersionAtTheEnd().Match(written) is { Success: true, Index: var at })
        {
            var version = written[at..].Equals(Version, StringComparison.OrdinalIgnoreCase) ? Version : written[at..];
            return new BackendAddress(written[..at].TrimEnd('/'), written[..at] + version);
        }

        // Others call it what they like (/v1beta/openai, /inference), and say so in full. Of the other kinds it is known that their API is at
        // /v1, so a path is that of a proxy before them.
        var isInFull = kind == ProviderKind.OpenAi && new Uri(written).AbsolutePath.Length > 1;
        return new BackendAddress(written, isInFull ? written : written + Version);
    }

    /// <param name="path">What stands behind the address; of OpenAI's API, with the version that it has at OpenAI.</param>
    public string At(string path) => path.StartsWith(Version + "/", StringComparison.Ordinal) ? Api + path[Version.Length..] : Root + path;

    [GeneratedRegex("/v[0-9]+[a-z0-9]*$", RegexOptions.IgnoreCase)]
    private static partial Regex VersionAtTheEnd();
}
