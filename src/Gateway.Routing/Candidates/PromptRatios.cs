namespace Gateway.Routing.Candidates;

/// <summary>
/// The ratios of a model's prompt tokens to their estimates, learned from its last answers. On the same text tokenizers differ by half, and
/// a model's template adds tokens of its own. Mutable, safe for use by many threads, and kept when tables are replaced.
/// </summary>
public sealed class PromptRatios
{
    /// <summary>The number that stands for a ratio of one.</summary>
    public const int One = 1000;

    /// <summary>The fewest prompts to learn from; with fewer, one odd text would decide.</summary>
    public const int Enough = 8;

    /// <summary>
    /// The shortest estimate to learn from. In shorter prompts the template is the greater part, which says nothing about longer ones.
    /// </summary>
    public const long LeastEstimate = 256;

    /// <summary>
    /// The default for <see cref="Most"/>. Prose, code and licences came to 0.8 to 1.25 of their estimates; only digits and rare scripts
    /// came to more.
    /// </summary>
    public const int DefaultMost = 1250;

    /// <summary>
    /// The default for <see cref="Least"/>. Invented words of ten letters came to 0.36 of their estimate, and nothing that people write
    /// came to less.
    /// </summary>
    public const int DefaultLeast = 350;

    /// <summary>
    /// The lowest value of <see cref="Most"/> for a backend that cuts prompts silently, where a wrong estimate shows only as a lost
    /// conversation. A model that has only seen prose may get code next, which has up to a quarter more tokens.
    /// </summary>
    public const int MostWhereCut = 1200;

    private const int Kept = 32;
    private const int MostOutlier = 20 * One;

    private readonly Lock _lock = new();
    // Made on first use: most models never answer.
    private int[]? _values;
    private long _count;
    private int _least = DefaultLeast;
    private int _most = DefaultMost;

    /// <summary>The fewest tokens a prompt has, in thousandths of its estimate.</summary>
    public int Least => Volatile.Read(ref _least);

    /// <summary>The most tokens a prompt has, in thousandths of its estimate.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>True when the ratios are the model's own and not the defaults for all models.</summary>
    public bool IsLearned => Volatile.Read(ref _count) >= Enough;

    /// <summary>Adds one prompt that was read whole.</summary>
    /// <param name="estimate">Its estimated length, in tokens.</param>
    /// <param name="told">Its length by its backend's count, in tokens.</param>
    public void Learn(long estimate, long told)
    {
        if (estimate < LeastEstimate || told <= 0)
        {
            return;
        }

        lock (_lock)
        {
            (_values ??= new int[Kept])[_count++ % Kept] = (int)Math.Min(told * One / estimate, MostOutlier);
            if (_count < Enough)
            {
                return;
            }

            var seen = _values.AsSpan(0, (int)Math.Min(_count, Kept));
            var (least, most) = (int.MaxValue, 0);
            foreach (var value in seen)
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            // A tenth beyond what was seen, and always including the estimate itself: a model that was only sent words may be sent code
            // next, and one kind of text proves nothing about the others.
            Volatile.Write(ref _least, Math.Min(least * 9 / 10, One));
            Volatile.Write(ref _most, Math.Max(most * 11 / 10, One));
        }
    }
}
