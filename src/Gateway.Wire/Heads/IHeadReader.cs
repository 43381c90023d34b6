using System.Diagnostics.CodeAnalysis;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Heads;

/// <summary>Reads the members of one operation's body; <see cref="HeadWalk"/> does the rest.</summary>
internal interface IHeadReader
{
    /// <summary>The suggested model for a request that names none.</summary>
    static abstract string ModelHint { get; }

    /// <summary>The path that lists the available names.</summary>
    static abstract string ModelList { get; }

    [UnscopedRef]
    ref HeadWalk Walk { get; }

    /// <summary>The members it reads.</summary>
    ReadOnlySpan<string> Names { get; }

    /// <summary>
    /// The index of the member at the walk's position; -1 when it is not read here. 0 is <c>model</c>, which the walk reads itself.
    /// </summary>
    int Find();

    /// <summary>Reads the value at the walk's position.</summary>
    /// <param name="member">The index of the member.</param>
    /// <param name="start">The position of its name.</param>
    void Read(int member, int start);

    /// <summary>Ends the reading of a body without faults so far.</summary>
    /// <returns>The fault of the whole; null when there is none.</returns>
    ApiError? Close();
}
