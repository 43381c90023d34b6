using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Wire.Mends;

/// <summary>Tells a provider in its own words whether a model should think, and hides other providers' words from it.</summary>
internal static class ThinkingMender
{
    // The minimum of SiliconFlow, the only provider that accepts a budget.
    private const long LeastBudget = 128;
    private const long MostBudget = 32768;

    private static readonly byte[] Kwargs = ",\"chat_template_kwargs\":{"u8.ToArray();

    /// <summary>Removes all words for thinking from the body: the model does not think.</summary>
    public static void Silence(ReadOnlySpan<byte> body, RequestHead head, ByteEdits edits)
    {
        foreach (var member in CollectionsMarshal.AsSpan(head.Members))
        {
            if ((member.Key & ThinkingWish.Members) != 0)
            {
                edits.RemoveMember(body, member.Start, member.End);
            }
        }
    }

    /// <summary>Translates the client's wish for thinking.</summary>
    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    /// <param name="words">The provider's words.</param>
    /// <param name="unsaid">The choice when the client makes none; null for the provider's default.</param>
    /// <param name="edits">Receives the edits.</param>
    /// <returns>True when anything was said that the client did not say in these words.</returns>
    public static bool Translate(ReadOnlySpan<byte> body, RequestHead head, ThinkingWords words, bool? unsaid, ByteEdits edits)
    {
        var wish = ThinkingWish.Read(body, head);
        var isSaid = false;
        foreach (var member in CollectionsMarshal.AsSpan(head.Members))
        {
            if ((member.Key & (ThinkingWish.Members | words.Switch)) == 0)
            {
                continue;
            }

            var isOwn = (member.Key & words.Own) != 0 && IsUnderstood(member, words, body);
            isSaid |= isOwn && (member.Key & (words.Switch | HeadKeys.Reasoning)) != 0 && SaysIt(member, body);
            if (!isOwn)
            {
                edits.RemoveMember(body, member.Start, member.End);
            }
        }

        if (isSaid || (wish.On ?? unsaid) is not { } on)
        {
            return false;
        }

        var said = on ? words.On : words.Off;
        if (said.IsEmpty)
        {
            return false;
        }

        Say(body, head, words, said, edits);
        if (on && wish.Budget is { } budget && !words.Budget.IsEmpty && !head.Member(HeadKeys.ThinkingBudget).AsksIn(body))
        {
            var digits = Math.Clamp(budget, LeastBudget, MostBudget).ToString(CultureInfo.InvariantCulture);
            edits.Insert(head.End, (byte[])[.. words.Budget.Span, .. Encoding.ASCII.GetBytes(digits)]);
        }

        return true;
    }

    /// <summary>Switches thinking off, whatever the client wants.</summary>
    public static void SwitchOff(ReadOnlySpan<byte> body, RequestHead head, ThinkingWords words, ByteEdits edits)
    {
        Silence(body, head, edits);
        if (!words.IsInside || !SaysIt(head.Member(words.Switch), body))
        {
            Say(body, head, words, words.Off, edits);
        }
    }

    private static void Say(ReadOnlySpan<byte> body, RequestHead head, ThinkingWords words, ReadOnlyMemory<byte> said, ByteEdits edits)
    {
        var holder = words.IsInside ? head.Member(words.Switch) : default;
        if (!words.IsInside)
        {
            if (head.Member(words.Switch) is { Key: not HeadKeys.None } silent && !edits.Cover(silent.Value))
            {
                // An empty one would stand beside it under the same name.
                edits.RemoveMember(body, silent.Start, silent.End);
            }

            edits.Insert(head.End, said);
        }
        else if (holder.AsksIn(body) && body[holder.Value] == (byte)'{')
        {
            var inside = holder.Value + 1;
            var next = body[inside..].IndexOfAnyExcept(" \t\r\n"u8);
            edits.Insert(inside, body[inside + next] == (byte)'}' ? said : (byte[])[.. said.Span, (byte)',']);
        }
        else if (holder.Key == HeadKeys.None)
        {
            edits.Insert(head.End, (byte[])[.. Kwargs, .. said.Span, (byte)'}']);
        }
        else
        {
            edits.Replace(holder.Value, holder.End - holder.Value, (byte[])[(byte)'{', .. said.Span, (byte)'}']);
        }
    }

    // The same name may hold a value that only another provider understands. Where the effort is not the
    // switch, "none" is not a level of it.
    private static bool IsUnderstood(HeadMember member, ThinkingWords words, ReadOnlySpan<byte> body)
    {
        var value = member.ValueIn(body);
        return (member.Key & words.Switch & ~HeadKeys.Thinking) != 0
            || ((member.Key != HeadKeys.Thinking || value.IndexOf("\"enabled\""u8) >= 0 || value.IndexOf("\"disabled\""u8) >= 0)
                && (member.Key != HeadKeys.Reasoning || value.IndexOf("\"effort\""u8) >= 0)
                && (member.Key != HeadKeys.ReasoningEffort || ThinkingWish.Read(value).On != false));
    }

    private static bool SaysIt(HeadMember member, ReadOnlySpan<byte> body) =>
        member.AsksIn(body) && ThinkingWish.Read(member.ValueIn(body)).On is not null;
}
