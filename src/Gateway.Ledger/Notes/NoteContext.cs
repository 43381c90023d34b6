using Gateway.Ledger.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Ledger.Notes;

/// <summary>The table of notes, beside those of the ledger.</summary>
internal sealed class NoteContext(DbContextOptions<NoteContext> options) : DbContext(options)
{
    public static TableSet TableSet { get; } = new("note_migrations", ["20261201000001_NoteInitial"]);

    public DbSet<NoteRow> Notes => Set<NoteRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<NoteRow>(static row =>
    {
        row.ToTable("notes");
        row.HasKey(static n => n.Name);
        row.Property(static n => n.Name).HasColumnName("name").ValueGeneratedNever();
        row.Property(static n => n.Revision).HasColumnName("revision");
        row.Property(static n => n.Text).HasColumnName("text");
    });
}
