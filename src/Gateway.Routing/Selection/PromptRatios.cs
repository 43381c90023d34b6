namespace Gateway.Routing.Selection;

/// <summary>
/// How the tokens of a model's prompts compare with their estimates, as its last answers told: the same text has half as many tokens
/// more or fewer by another tokenizer, and the template of a model adds its own. Mutable, safe for use by many threads, and kept while
/// tables come and go.
/// </summary>
public sealed class PromptRatios
{
    /// <summary>A ratio of one, in which all others are counted.</summary>
    public const int One = 1000;

    /// <summary>With fewer, one odd text would be the measure of all.</summary>
    public const int Enough = 8;

    /// <summary>Of shorter prompts the template is the greater part, which says nothing of longer ones.</summary>
    public const long LeastEstimate = 256;

    /// <summary>Prose, code and licences came to 0.8 to 1.25 of their estimates; only digits and rare scripts to more.</summary>
    public const int DefaultMost = 1250;

    /// <summary>Invented words of ten letters came to 0.36 of their estimate, and nothing that people write to less.</summary>
    public const int DefaultLeast = 350;

    /// <summary>
    /// The most is never taken for less where nothing but a lost conversation would show the error: a model that was only sent prose may
    /// be sent code next, which has up to a quarter more.
    /// </summary>
    public const int MostWhereCut = 1200;

    private const int Kept = 32;
    private const int MostOutlier = 20 * One;

    private readonly Lock _lock = new();
    // Most models never answer.
    private int[]? _values;
    private long _count;
    private int _least = DefaultLeast;
    private int _most = DefaultMost;

    /// <summary>The least that a prompt has, in thousandths of its estimate.</summary>
    public int Least => Volatile.Read(ref _least);

    /// <summary>The most that a prompt has, in thousandths of its estimate.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>Whether these are the model's own, and not those of all models.</summary>
    public bool IsLearned => Volatile.Read(ref _count) >= Enough;

    /// <summary>Takes in one prompt that was read whole.</summary>
    /// <param name="estimate">How long it was taken to be, in tokens.</param>
    /// <param name="told">How long it was by its backend, in tokens.</param>
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

            // A tenth beyond what was seen. Who has only ever been sent words may be sent code next, so the whole estimate is never too
            // much; and one kind of text alone proves nothing of the others.
            Volatile.Write(ref _least, Math.Min(least * 9 / 10, One));
            Volatile.Write(ref _most, Math.Max(most * 11 / 10, One));
        }
    }
}
