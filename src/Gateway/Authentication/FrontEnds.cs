using System.Text;
using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>How front ends prove for whom they ask.</summary>
internal sealed class FrontEnds
{
    // RFC 7518: a key of HS256 is at least as long as its hash. A shorter one can be guessed from one token.
    private const int ShortestSecret = 32;

    private FrontEnds(byte[]? secret, string? missing) => (Secret, Missing) = (secret, missing);

    /// <summary>Their plain headers are believed.</summary>
    public static FrontEnds Unsigned { get; } = new(null, null);

    /// <summary>The secret that signs; null: nothing is signed, or it is missing.</summary>
    public byte[]? Secret { get; }

    /// <summary>Why nobody can be believed; null: somebody can.</summary>
    public string? Missing { get; }

    public static FrontEnds From(FrontEndsConfig config)
    {
        if (config.JwtSecret is null)
        {
            return Unsigned;
        }

        var secret = SecretReader.Read(config.JwtSecret);
        var bytes = secret.Value is { } value ? Encoding.UTF8.GetBytes(value) : null;
        return bytes switch
        {
            null => new FrontEnds(null, $"frontEnds.jwtSecret: {secret.Missing}"),
            { Length: < ShortestSecret } => new FrontEnds(null, $"frontEnds.jwtSecret is shorter than {ShortestSecret} bytes"),
            _ => new FrontEnds(bytes, null),
        };
    }
}
