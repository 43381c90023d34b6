using System.Collections.Immutable;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>
/// One row of a table that says what a failure is: the first that matches holds. A condition that a row leaves out matches whatever
/// comes, and each of those it has must be met.
/// </summary>
/// <param name="Of">The statuses it is for.</param>
/// <param name="Kind">What such a failure is.</param>
internal sealed record FailureRow(Statuses Of, BackendFailure Kind)
{
    /// <summary>The codes or types, one of which the backend must give; any case.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>The words, some of which its message must hold; any case.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Further words, some of which its message must hold too; any case.</summary>
    public ImmutableArray<string> AlsoWords { get; init; } = [];

    /// <summary>Whether it must ask somebody to sign in.</summary>
    public bool AsksToSignIn { get; init; }

    /// <summary>What the model, or its backend for it, turns out to lack.</summary>
    public Lack Lacks { get; init; }

    /// <summary>How long the model is left alone, where the backend does not say.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>The way out, for the operator who reads the error.</summary>
    public string? WayOut { get; init; }

    /// <summary>Whether it goes by the status alone, and by nothing that was said.</summary>
    public bool IsOfStatusAlone => Codes.IsEmpty && Words.IsEmpty && !AsksToSignIn;

    // What counts against a model or an account, and could be words of the request that the backend only repeats.
    private bool IsWorthAProof =>
        Of.Last < Statuses.Failures.First && Kind is BackendFailure.OutOfCredit or BackendFailure.Unavailable;

    /// <summary>Whether the row holds for a failure.</summary>
    /// <param name="status">The backend's status.</param>
    /// <param name="error">What it says.</param>
    /// <param name="mayBeQuoted">Whether words may be the request's own, which the backend repeats.</param>
    public bool Matches(int status, BackendErrorText error, Predicate<string> mayBeQuoted) =>
        Of.Contain(status)
        && (Codes.Length == 0 || Has(error.Code) || Has(error.Type))
        && (Words.Length == 0 || Words.Any(w => error.Says(w) && !(IsWorthAProof && mayBeQuoted(w))))
        && (AlsoWords.Length == 0 || AlsoWords.Any(error.Says))
        && (!AsksToSignIn || error.AsksToSignIn);

    /// <summary>What the model lacks by the backend's own words; nothing where these may be words of the request.</summary>
    public Lack LacksBy(BackendErrorText error, Predicate<string> mayBeQuoted) =>
        Lacks != default && Words.Any(w => error.Says(w) && mayBeQuoted(w)) ? default : Lacks;

    private bool Has(string? code) => code is not null && Codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
