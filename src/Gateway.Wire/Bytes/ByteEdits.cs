using System.Buffers;
using System.Runtime.InteropServices;

namespace Gateway.Wire.Bytes;

/// <summary>
/// The edits of one JSON text. Everything between them is copied unchanged, which keeps unknown fields byte for byte. Reused over the
/// events of a stream, so that a rewritten event allocates nothing.
/// </summary>
internal sealed class ByteEdits
{
    private readonly List<ByteEdit> _edits = [];
    private bool _isSorted = true;

    public bool IsEmpty => _edits.Count == 0;

    /// <summary>The number of edits; see <see cref="RemoveMember"/>.</summary>
    public int Count => _edits.Count;

    public ReadOnlySpan<ByteEdit> InOrder
    {
        get
        {
            // Readers usually find them in order, and there are only a handful, so sorting is cheap. When text is inserted before a removed
            // member, both begin at the same position, and the removal must come second.
            var span = CollectionsMarshal.AsSpan(_edits);
            span.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Length.CompareTo(b.Length));
            _isSorted = true;
            return span;
        }
    }

    /// <summary>An edit by its index, in order once <see cref="InOrder"/> was read.</summary>
    /// <param name="index">From 0.</param>
    public ByteEdit this[int index] => _edits[index];

    /// <summary>Copies the edits, so that others can be added.</summary>
    public ByteEdits Copy()
    {
        var copy = new ByteEdits { _isSorted = _isSorted };
        copy._edits.AddRange(_edits);
        return copy;
    }

    public void Clear()
    {
        _edits.Clear();
        _isSorted = true;
    }

    public void Replace(int start, int length, ReadOnlyMemory<byte> replacement) => Add(new ByteEdit(start, length, replacement));

    /// <summary>Replaces the text of an existing edit of the same range, or adds the edit.</summary>
    public void ReplaceAnew(int start, int length, ReadOnlyMemory<byte> replacement)
    {
        foreach (ref var edit in CollectionsMarshal.AsSpan(_edits))
        {
            if (edit.Start == start && edit.Length == length)
            {
                edit = new ByteEdit(start, length, replacement);
                return;
            }
        }

        Replace(start, length, replacement);
    }

    public void Insert(int at, ReadOnlyMemory<byte> text) => Add(new ByteEdit(at, 0, text));

    /// <summary>Removes one member from an object, with its comma.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="nameStart">The position of the quote that begins the member's name.</param>
    /// <param name="valueEnd">The first byte after its value.</param>
    /// <param name="since">
    /// The number of edits before the first in this object. With hundreds of thousands of edits, searching all of them takes minutes.
    /// </param>
    public void RemoveMember(ReadOnlySpan<byte> json, int nameStart, int valueEnd, int since = 0)
    {
        var after = valueEnd + json[valueEnd..].IndexOfAnyExcept(" \t\r\n"u8);
        if (json[after] == (byte)',' && !TryFindRemoval(ref after, since))
        {
            Add(new ByteEdit(nameStart, after + 1 - nameStart, default));
            return;
        }

        // The last member, or the last one left: the comma before it goes instead. That comma may have gone with a member
        // removed before; then the one before it.
        Add(new ByteEdit(nameStart, valueEnd - nameStart, default));
        var comma = nameStart;
        do
        {
            comma = json[..comma].LastIndexOfAnyExcept(" \t\r\n"u8);
        }
        while (TryFindRemoval(ref comma, since));
        if (json[comma] == (byte)',')
        {
            Add(new ByteEdit(comma, 1, default));
        }
    }

    /// <summary>Removes a part together with all edits made in it.</summary>
    public void Remove(int start, int length)
    {
        _edits.RemoveAll(e => e.Start >= start && e.Start + e.Length <= start + length);
        Add(new ByteEdit(start, length, default));
    }

    /// <summary>True when the edits replace or remove a byte.</summary>
    public bool Cover(int position) => TryFindRemoval(ref position, since: 0);

    /// <summary>Finds the first byte, at or after a position, that is neither white space nor removed.</summary>
    public byte FirstLeft(ReadOnlySpan<byte> json, int from)
    {
        while (true)
        {
            from += json[from..].IndexOfAnyExcept(" \t\r\n"u8);
            var before = from;
            foreach (ref readonly var edit in CollectionsMarshal.AsSpan(_edits))
            {
                from = edit.Replacement.IsEmpty && from >= edit.Start && from < edit.Start + edit.Length ? edit.Start + edit.Length : from;
            }

            if (from == before)
            {
                return json[from];
            }
        }
    }

    public int LengthAfter(int length)
    {
        foreach (var edit in CollectionsMarshal.AsSpan(_edits))
        {
            length += edit.Replacement.Length - edit.Length;
        }

        return length;
    }

    public void Apply(ReadOnlySpan<byte> source, IBufferWriter<byte> output)
    {
        var from = 0;
        foreach (ref readonly var edit in InOrder)
        {
            output.Write(source[from..edit.Start]);
            output.Write(edit.Replacement.Span);
            from = edit.Start + edit.Length;
        }

        output.Write(source[from..]);
    }

    private void Add(in ByteEdit edit)
    {
        _isSorted &= _edits.Count == 0 || _edits[^1].Start <= edit.Start;
        _edits.Add(edit);
    }

    // Whether the position was already removed; if so, it moves to the start of that removal. Edits of one text do not overlap, so in
    // sorted order only the last one that begins before the position is checked, however many there are.
    private bool TryFindRemoval(ref int position, int since)
    {
        var edits = CollectionsMarshal.AsSpan(_edits)[since..];
        for (var at = (_isSorted ? CountUpTo(edits, position) : edits.Length) - 1; at >= 0; at--)
        {
            ref readonly var edit = ref edits[at];
            if (position >= edit.Start && position < edit.Start + edit.Length)
            {
                position = edit.Start;
                return true;
            }

            if (_isSorted && edit.Length > 0)
            {
                return false;
            }
        }

        return false;
    }

    // The number of edits that begin at or before a position.
    private static int CountUpTo(ReadOnlySpan<ByteEdit> sorted, int position)
    {
        var (from, to) = (0, sorted.Length);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            (from, to) = sorted[middle].Start <= position ? (middle + 1, to) : (from, middle);
        }

        return from;
    }
}
