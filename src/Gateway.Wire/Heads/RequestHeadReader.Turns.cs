namespace Gateway.Wire.Heads;

/// <content>The purpose of a request, and how often a model has answered in its turn.</content>
internal ref partial struct RequestHeadReader
{
    // Counts no more messages than are allowed, so the numbers are small.
    private readonly void CountTurn()
    {
        if ((_head.History & HistoryTraits.EndsWithUser) != 0)
        {
            (_head.LastOfUser, _head.AnswersInTurn) = ((ushort)_head.Messages, 0);
        }
        else if ((_head.History & HistoryTraits.EndsWithAssistant) != 0)
        {
            _head.AnswersInTurn++;
        }
    }

    private void ReadText()
    {
        _padding += TokenEstimate.OfPadding(_walk.Json.ValueSpan);
        _head.PromptTokens += TokenEstimate.OfText(_walk.Json.ValueSpan);
        // The first message shows what a request is for.
        _head.History |= _head.Messages == 0 ? ChoreForm.Of(_walk.Json.ValueSpan) : HistoryTraits.None;
    }
}
