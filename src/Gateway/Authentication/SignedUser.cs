using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Authentication;

/// <summary>
/// Reads a JSON Web Token signed with HS256, the only kind Open WebUI makes. No other kind is read, so the author of a token cannot choose
/// one. Other readers of tokens were fooled by "none" and by keys of other kinds.
/// </summary>
/// <param name="User">The user it names; null with a fault.</param>
/// <param name="Fault">What is wrong with it, as the end of a sentence.</param>
internal sealed record SignedUser(string? User, string? Fault)
{
    /// <summary>The groups it names, separated by commas; null for none.</summary>
    public string? Groups { get; private init; }

    private const int MaxLength = 4096;

    // The clocks of two machines differ.
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    public static SignedUser Read(string token, byte[] secret, DateTimeOffset now)
    {
        var parts = token.Split('.');
        if (token.Length > MaxLength
            || parts.Length != 3
            || !Base64Url.IsValid(parts[0])
            || !Base64Url.IsValid(parts[1])
            || !Base64Url.IsValid(parts[2]))
        {
            return Wrong("is no signed token.");
        }

        try
        {
            if (Text(Base64Url.DecodeFromChars(parts[0]), "alg") != "HS256")
            {
                return Wrong("is not signed with HS256.");
            }

            var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
            return CryptographicOperations.FixedTimeEquals(signature, Base64Url.DecodeFromChars(parts[2]))
                ? Claims(Base64Url.DecodeFromChars(parts[1]), now)
                : Wrong("is signed with another secret than frontEnds.jwtSecret.");
        }
        catch (JsonException)
        {
            return Wrong("is no signed token.");
        }
    }

    private static SignedUser Claims(byte[] payload, DateTimeOffset now)
    {
        if (Moment(payload, "exp") is not { } end)
        {
            return Wrong("does not say when it expires.");
        }

        if (end <= now - Leeway)
        {
            return Wrong("has expired. Compare the clocks of both machines.");
        }

        if (Moment(payload, "nbf") is { } start && start > now + Leeway)
        {
            return Wrong("is not valid yet. Compare the clocks of both machines.");
        }

        return (Text(payload, "email") ?? Text(payload, "sub") ?? Text(payload, "name")) is { } user
            ? new SignedUser(user, null) { Groups = Texts(payload, "groups") }
            : Wrong("names no user.");
    }

    private static SignedUser Wrong(string fault) => new(null, fault);

    private static string? Text(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json);
        return Find(ref reader, name) && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text
            ? text
            : null;
    }

    // A single text, or several in a list.
    private static string? Texts(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json);
        if (!Find(ref reader, name) || reader.TokenType != JsonTokenType.StartArray)
        {
            return Text(json, name);
        }

        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }

            reader.Skip();
        }

        return string.Join(',', texts);
    }

    private static DateTimeOffset? Moment(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json);
        // No calendar goes beyond this; such a token is as good as permanent.
        return Find(ref reader, name)
            && reader.TokenType == JsonTokenType.Number
            && reader.TryGetDouble(out var seconds)
            && seconds is >= 0 and < 253402300799
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;
    }

    // Moves to the value of a top-level member, after reading the whole object so that half a document counts as none.
    private static bool Find(ref Utf8JsonReader reader, string name)
    {
        var found = default(Utf8JsonReader);
        var has = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                found = reader;
                has = true;
            }

            reader.Skip();
        }

        reader = found;
        return has;
    }
}
