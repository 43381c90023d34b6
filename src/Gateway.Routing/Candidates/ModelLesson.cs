using Gateway.Routing.Models;

namespace Gateway.Routing.Candidates;

/// <summary>
/// The abilities that a model has shown to have or to lack. It lacks an ability when its backend refused a request for it, and has it when
/// it answered one. A lesson holds until the model changes or its backend has been unreachable, since the backend may have been restarted
/// with other settings. A lack also expires after <see cref="Lasts"/>. Safe for use by many threads.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class ModelLesson(TimeProvider time)
{
    /// <summary>The longest a lack is remembered. A server that gains an ability unnoticed gets no request for it until then.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(2);

    private volatile Learned? _learned;
    private volatile Proof? _proof;

    /// <summary>Records that a request was refused because the model lacks something.</summary>
    /// <param name="lack">The lack.</param>
    /// <param name="said">The facts the backend reported about the model.</param>
    /// <param name="returns">How often the backend has come back so far.</param>
    /// <returns>Whether this is news.</returns>
    public bool Learn(Lack lack, ModelFacts? said, int returns)
    {
        var known = Of(said, returns);
        if ((known | lack) == known)
        {
            return false;
        }

        // Of two at once one may be lost; the next refusal makes up for it.
        _learned = new Learned(known | lack, said, returns, time.GetTimestamp());
        return true;
    }

    /// <summary>Gets what the model is known to lack; nothing once the lesson no longer holds.</summary>
    /// <param name="said">The facts the backend reports about the model now.</param>
    /// <param name="returns">How often the backend has come back so far.</param>
    public Lack Of(ModelFacts? said, int returns) =>
        _learned is { } learned && !IsOld(learned, returns) && (learned.Said?.IsOfTheSameModel(said) ?? said is null)
            ? learned.Lack
            : default;

    /// <summary>Records that a model answered a request that needs an ability, on a backend that refuses such requests otherwise.</summary>
    /// <param name="tags">The ability.</param>
    /// <param name="said">The facts the backend reported about the model.</param>
    /// <param name="returns">How often the backend has come back so far.</param>
    /// <returns>Whether this is news.</returns>
    public bool Prove(Tag tags, ModelFacts? said, int returns)
    {
        var known = Proved(said, returns);
        if ((known | tags) == known)
        {
            return false;
        }

        _proof = new Proof(known | tags, said, returns);
        return true;
    }

    /// <summary>Gets the abilities the model has shown. They count until the model changes or its backend restarts.</summary>
    /// <param name="said">The facts the backend reports about the model now.</param>
    /// <param name="returns">How often the backend has come back so far.</param>
    public Tag Proved(ModelFacts? said, int returns) =>
        _proof is { } proof && proof.Returns == returns && (proof.Said?.IsOfTheSameModel(said) ?? said is null) ? proof.Tags : Tag.None;

    /// <summary>Forgets a lack that no longer holds.</summary>
    /// <param name="returns">How often the backend has come back so far.</param>
    /// <returns>Whether there was one.</returns>
    public bool ForgetOld(int returns)
    {
        if (_learned is not { } learned || !IsOld(learned, returns))
        {
            return false;
        }

        _learned = null;
        return true;
    }

    private bool IsOld(Learned learned, int returns) => learned.Returns != returns || time.GetElapsedTime(learned.At) >= Lasts;

    private sealed record Proof(Tag Tags, ModelFacts? Said, int Returns);

    private sealed record Learned(Lack Lack, ModelFacts? Said, int Returns, long At);
}
