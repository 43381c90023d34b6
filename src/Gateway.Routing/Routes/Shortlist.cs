using System.Runtime.CompilerServices;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Routing.Routes;

/// <summary>
/// The candidates to try for a request, first choice first. A value that holds its few places itself, so that choosing allocates nothing.
/// </summary>
public struct Shortlist
{
    /// <summary>
    /// The most candidates tried for one request. After so many failures the next would not answer either, and each may take its time.
    /// </summary>
    public const int Capacity = 16;

    private Slots _slots;

    /// <summary>The number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a candidate.</summary>
    /// <param name="index">Its place, from 0.</param>
    public readonly Candidate this[int index] => index < Count ? _slots[index]! : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Keeps the candidates that pass, in their order. If none does, all stay.</summary>
    /// <typeparam name="TState">The data the test needs, passed along so that it allocates nothing.</typeparam>
    /// <param name="state">Handed to each test.</param>
    /// <param name="passes">Whether a model stays.</param>
    /// <returns>Whether any passes.</returns>
    public bool Keep<TState>(TState state, Func<ModelCard, TState, bool> passes)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (passes(_slots[i]!.Card, state))
            {
                _slots[kept++] = _slots[i];
            }
        }

        if (kept == 0)
        {
            return false;
        }

        for (var i = kept; i < Count; i++)
        {
            _slots[i] = null;
        }

        Count = kept;
        return true;
    }

    /// <summary>Puts other candidates before its own, in their order. A candidate in both takes its place among the others.</summary>
    /// <param name="others">The others.</param>
    public void PutFirst(in Shortlist others)
    {
        var own = this;
        this = others;
        for (var i = 0; i < own.Count && Count < Capacity; i++)
        {
            var candidate = own[i];
            var isNew = true;
            for (var j = 0; j < others.Count; j++)
            {
                isNew &= !candidate.Is(others[j].Backend, others[j].Model);
            }

            if (isNew)
            {
                _slots[Count++] = candidate;
            }
        }
    }

    internal void Clear()
    {
        Count = 0;
        _slots = default;
    }

    // Inserts at a place. Later candidates move on, and the last falls off a full list.
    internal void Insert(int index, Candidate candidate)
    {
        Count = Math.Min(Count + 1, Capacity);
        for (var i = Count - 1; i > index; i--)
        {
            _slots[i] = _slots[i - 1];
        }

        _slots[index] = candidate;
    }

    internal void MoveToFront(int index)
    {
        var moved = _slots[index];
        for (var i = index; i > 0; i--)
        {
            _slots[i] = _slots[i - 1];
        }

        _slots[0] = moved;
    }

    [InlineArray(Capacity)]
    private struct Slots
    {
        private Candidate? _first;
    }
}
