using System.Text.RegularExpressions;
using Gateway.Configuration;

namespace Gateway.Backends;

/// <summary>The addresses of server and API that an operator's backend address stands for.</summary>
/// <param name="Root">The server's own address, which has what is not part of OpenAI's API. Without a trailing slash.</param>
/// <param name="Api">The address of OpenAI's API, in place of <c>https://api.openai.com/v1</c>. Without a trailing slash.</param>
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

        // Other servers use any path (/v1beta/openai, /inference), and operators write it in full. The other kinds are known to have their
        // API at /v1, so a path belongs to a proxy before them.
        var isInFull = kind == ProviderKind.OpenAi && new Uri(written).AbsolutePath.Length > 1;
        return new BackendAddress(written, isInFull ? written : written + Version);
    }

    /// <param name="path">The path after the address; for OpenAI's API, with the version it has at OpenAI.</param>
    public string At(string path) => path.StartsWith(Version + "/", StringComparison.Ordinal) ? Api + path[Version.Length..] : Root + path;

    [GeneratedRegex("/v[0-9]+[a-z0-9]*$", RegexOptions.IgnoreCase)]
    private static partial Regex VersionAtTheEnd();
}
