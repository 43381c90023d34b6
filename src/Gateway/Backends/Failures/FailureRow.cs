using System.Collections.Immutable;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;

namespace Gateway.Backends.Failures;

/// <summary>
/// One row of a table that classifies failures: the first match wins. A condition that a row leaves out matches
/// anything, and every condition it has must
/// be met.
/// </summary>
/// <param name="Of">The statuses it applies to.</param>
/// <param name="Kind">The class of such a failure.</param>
internal sealed record FailureRow(Statuses Of, BackendFailure Kind)
{
    /// <summary>Codes or types, one of which the backend must give; case-insensitive.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>Words, one of which the message must contain; case-insensitive.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Further words, one of which the message must contain as well; case-insensitive.</summary>
    public ImmutableArray<string> AlsoWords { get; init; } = [];

    /// <summary>True when a person must be asked to sign in.</summary>
    public bool AsksToSignIn { get; init; }

    /// <summary>The abilities that the model lacks, by itself or through its backend.</summary>
    public Lack Lacks { get; init; }

    /// <summary>How long the model is left alone when the backend does not say.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>The way out, for the operator reading the error.</summary>
    public string? WayOut { get; init; }

    /// <summary>True when only the status decides, and not what was said.</summary>
    public bool IsOfStatusAlone => Codes.IsEmpty && Words.IsEmpty && !AsksToSignIn;

    // A failure that counts against a model or an account, but whose words could be the request's own, merely repeated.
    private bool IsWorthAProof =>
        Of.Last < Statuses.Failures.First && Kind is BackendFailure.OutOfCredit or BackendFailure.Unavailable;

    /// <summary>True when the row applies to a failure.</summary>
    /// <param name="status">The backend's status.</param>
    /// <param name="error">The backend's error.</param>
    /// <param name="mayBeQuoted">True for words that may be the request's own, repeated by the backend.</param>
    public bool Matches(int status, BackendErrorText error, Predicate<string> mayBeQuoted) =>
        Of.Contain(status)
        && (Codes.Length == 0 || Has(error.Code) || Has(error.Type))
        && (Words.Length == 0 || Words.Any(w => error.Says(w) && !(IsWorthAProof && mayBeQuoted(w))))
        && (AlsoWords.Length == 0 || AlsoWords.Any(error.Says))
        && (!AsksToSignIn || error.AsksToSignIn);

    /// <summary>The abilities the model lacks in the backend's own words; none when they may be the request's.</summary>
    public Lack LacksBy(BackendErrorText error, Predicate<string> mayBeQuoted) =>
        Lacks != default && Words.Any(w => error.Says(w) && mayBeQuoted(w)) ? default : Lacks;

    private bool Has(string? code) => code is not null && Codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
