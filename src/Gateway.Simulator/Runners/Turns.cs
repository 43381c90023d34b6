namespace Gateway.Simulator.Runners;

/// <summary>Lets a fixed number pass at once. The others wait in line, in the order of arrival.</summary>
/// <param name="count">The number that may pass at once.</param>
internal sealed class Turns(int count)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _line = [];
    private int _taken;

    /// <summary>The number that have passed and not left, and the number that wait.</summary>
    public (int Taken, int Waiting) State
    {
        get
        {
            lock (_lock)
            {
                return (_taken, _line.Count);
            }
        }
    }

    /// <summary>Waits for a turn, which is given back by <see cref="Leave"/>.</summary>
    /// <param name="most">The number that may wait; one more is turned away at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Turn> EnterAsync(int most, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> mine;
        lock (_lock)
        {
            if (_taken < count)
            {
                _taken++;
                return Turn.AtOnce;
            }
            if (_line.Count >= most)
            {
                return Turn.Refused;
            }
            mine = _line.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var leaving = cancellationToken.UnsafeRegister(_ => GiveUp(mine, cancellationToken), null);
        await mine.Value.Task;
        return Turn.AfterWaiting;
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (_line.First is { } next)
            {
                _line.RemoveFirst();
                next.Value.SetResult();
            }
            else
            {
                _taken--;
            }
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> mine, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (mine.List is not null)
            {
                _line.Remove(mine);
                mine.Value.SetCanceled(cancellationToken);
            }
        }
    }
}
