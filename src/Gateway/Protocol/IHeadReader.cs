using System.Diagnostics.CodeAnalysis;

namespace Gateway.Protocol;

/// <summary>What a reader of heads knows of the members of its operation's body; <see cref="HeadWalk"/> does the rest.</summary>
internal interface IHeadReader
{
    /// <summary>What to name as the model, for who named none.</summary>
    static abstract string ModelHint { get; }

    /// <summary>The address that lists what can be named.</summary>
    static abstract string ModelList { get; }

    [UnscopedRef]
    ref HeadWalk Walk { get; }

    /// <summary>The members that it reads.</summary>
    ReadOnlySpan<string> Names { get; }

    /// <summary>Which of its members the walk stands on; -1 where it is none of them. 0 is <c>model</c>, which the walk reads itself.</summary>
    int Find();

    /// <summary>Reads the value that the walk stands on.</summary>
    /// <param name="member">Which member's it is.</param>
    /// <param name="start">Where its name begins.</param>
    void Read(int member, int start);

    /// <summary>The whole body was read, and is well so far.</summary>
    /// <returns>What is wrong with the whole; null when nothing is.</returns>
    ApiError? Close();
}
