using Gateway.Routing.Models;

namespace Gateway.Routing.Selection;

/// <summary>
/// What a model turned out to lack when its backend refused a request for it, or to be able to when it answered one. It holds as long as the model is the same and its backend
/// was not away meanwhile, which may have been started anew with other switches, and for some time at most. Safe for use by many threads.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class ModelLesson(TimeProvider time)
{
    /// <summary>How long it holds at most: a server that was given an ability unseen gets no request for it until then.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(2);

    private volatile Learned? _learned;
    private volatile Proof? _proof;

    /// <summary>A request was refused for a lack.</summary>
    /// <param name="lack">The lack.</param>
    /// <param name="said">What the backend said of the model.</param>
    /// <param name="returns">How often the backend came back so far.</param>
    /// <returns>Whether this is news.</returns>
    public bool Learn(Lack lack, ModelFacts? said, int returns)
    {
        var known = Of(said, returns);
        if ((known | lack) == known)
        {
            return false;
        }

        // Of two at once one may be lost; the next refusal makes it good.
        _learned = new Learned(known | lack, said, returns, time.GetTimestamp());
        return true;
    }

    /// <summary>What it is known to lack; nothing where what was learned does not hold any more.</summary>
    /// <param name="said">What the backend says of the model now.</param>
    /// <param name="returns">How often the backend came back so far.</param>
    public Lack Of(ModelFacts? said, int returns) =>
        _learned is { } learned && !IsOld(learned, returns) && (learned.Said?.IsOfTheSameModel(said) ?? said is null)
            ? learned.Lack
            : default;

    /// <summary>A request that needs an ability was answered by a backend that would have refused it.</summary>
    /// <param name="tags">The ability.</param>
    /// <param name="said">What the backend said of the model.</param>
    /// <param name="returns">How often the backend came back so far.</param>
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

    /// <summary>What it has shown that it can. Nothing makes that old but another model, or another start of the backend.</summary>
    /// <param name="said">What the backend says of the model now.</param>
    /// <param name="returns">How often the backend came back so far.</param>
    public Tag Proved(ModelFacts? said, int returns) =>
        _proof is { } proof && proof.Returns == returns && (proof.Said?.IsOfTheSameModel(said) ?? said is null) ? proof.Tags : Tag.None;

    /// <summary>Forgets what does not hold any more.</summary>
    /// <param name="returns">How often the backend came back so far.</param>
    /// <returns>Whether there was such.</returns>
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
