namespace Gateway.Wire.Answers;

/// <summary>The marks by which a piece of a tool call identifies its call.</summary>
/// <param name="WireIndex">The call's index; null when there is none.</param>
/// <param name="Id">A hash of its id; 0 when there is none.</param>
/// <param name="Name">A hash of its function's name; 0 when there is none.</param>
/// <param name="HasArguments">True when it brings any.</param>
/// <param name="IsFirst">True when it is the first of its event.</param>
internal readonly record struct ToolCallPiece(int? WireIndex, long Id, long Name, bool HasArguments, bool IsFirst)
{
    /// <summary>True when it belongs to the call that was last begun or extended under the same index.</summary>
    public bool BelongsTo(ToolCallState open)
    {
        var isSame = Id == 0 || Id == open.Id;
        if (Name == 0)
        {
            // Some servers make a new id for each piece.
            return isSame || !open.IsDone || !HasArguments;
        }

        if (!isSame && open.Id != 0)
        {
            // Older Ollama versions gave every parallel call the index 0.
            return false;
        }

        if (open.IsDone)
        {
            // Some repeat the id and name on every piece, even on a last one without arguments.
            return Id != 0 && Id == open.Id && !HasArguments;
        }

        return open.HasArguments || open.Name == 0 || open.Name == Name || (Id != 0 && Id == open.Id);
    }
}
