using Gateway.Wire.Errors;

namespace Gateway.Authentication;

/// <summary>
/// Finds the user a front end asks for, as Open WebUI names users in its headers, signed or plain. Only keys marked for it may name one;
/// with any other key these headers mean nothing.
/// </summary>
internal static class FrontEndUser
{
    public const string SignedHeader = "X-OpenWebUI-User-Jwt";

    private const int MaxOwner = 254;

    // The address comes first: operators know people by it and write policies for it.
    private static readonly string[] PlainHeaders = ["X-OpenWebUI-User-Email", "X-OpenWebUI-User-Id", "X-OpenWebUI-User-Name"];

    /// <param name="headers">The request's headers.</param>
    /// <param name="frontEnds">How front ends must prove it.</param>
    /// <param name="now">The current time.</param>
    /// <param name="owner">The user; null when none is named, and the request is the key's own.</param>
    /// <param name="team">The team that matches one of the user's groups; null when none does.</param>
    /// <returns>The reason for refusal; null when the request is accepted.</returns>
    public static ApiError? Find(IHeaderDictionary headers, FrontEnds frontEnds, DateTimeOffset now, out string? owner, out string? team)
    {
        (owner, team) = (null, null);
        if (frontEnds.Missing is { } missing)
        {
            return ApiErrors.FrontEndNotSetUp(missing);
        }

        var plain = PlainOwner(headers);
        var signed = headers[SignedHeader];
        if (frontEnds.Secret is { } secret)
        {
            if (signed.Count == 0)
            {
                return plain is null
                    ? null
                    : ApiErrors.FrontEndRefused(
                        $"This gateway believes only users that are signed for. Have the front end send {SignedHeader}.");
            }

            var token = SignedUser.Read(signed.ToString(), secret, now);
            if (token.Fault is { } fault)
            {
                return ApiErrors.FrontEndRefused($"{SignedHeader} {fault}");
            }

            plain = token.User;
            team = frontEnds.TeamOf(token.Groups);
        }

        if (team is null && frontEnds is { GroupHeader: { } header, BelievesGroupHeader: true })
        {
            team = frontEnds.TeamOf(headers[header]);
        }

        owner = plain?.Trim();
        if (owner is not null && !IsUsable(owner))
        {
            owner = null;
            return ApiErrors.FrontEndRefused($"The user's name is empty, longer than {MaxOwner} characters, or holds control characters.");
        }

        // Addresses are the same person's in any case; a name is kept as it is.
        owner = owner?.Contains('@') == true ? owner.ToLowerInvariant() : owner;
        return null;
    }

    private static string? PlainOwner(IHeaderDictionary headers)
    {
        foreach (var name in PlainHeaders)
        {
            if (headers.TryGetValue(name, out var values) && values.Count == 1 && !string.IsNullOrWhiteSpace(values[0]))
            {
                // Open WebUI escapes what a header cannot hold.
                return Uri.UnescapeDataString(values[0]!);
            }
        }

        return null;
    }

    // It appears in the log and in the names of counters.
    private static bool IsUsable(string owner)
    {
        foreach (var c in owner)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return owner.Length is > 0 and <= MaxOwner;
    }
}
